"""Multiple choice: options on the front, the right one on the back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from recto.document import Block, plain
from recto.markdown.inline import split_lines, strip
from recto.patterns import pattern

_SIGN = r"(?:[✅✔✓☑]\ufe0f?|:(?:white|heavy)_check_mark:|[(\[](?:correct|right)(?: answer)?[)\]])"
_RIGHT = pattern(rf"^\s*{_SIGN}\s*|\s*{_SIGN}\s*$", re.IGNORECASE)
"""By what authors tell the right option where they have no boxes to tick."""
_WRONG = re.compile("[❌✖✗]")


def is_ticked(block: Block) -> bool:
    """Tell whether a block is a list of options, some of them, not all, ticked or signed as right.

    Where signs tell wrong from right, the list is advice: what to do, and what not.
    """
    if block.kind != "list":
        return False
    if len({item.checked for item in block.children} - {None}) == 2:
        return True
    words = [item.children[0].words if item.children else "" for item in block.children]
    signed = sum(map(_is_signed, words))
    return 0 < signed < len(words) and not any(_WRONG.search(text) for text in words)


def _is_signed(text: str) -> bool:
    ends = text.strip()
    return (ends[:1] in "✅✔✓☑:([" or ends[-1:] in "✅✔✓☑\ufe0f:)]") and _RIGHT.search(text) is not None


def are_choices(texts: Sequence[str]) -> bool:
    """Tell whether texts begin with `A)`, `B)` and so on, as options do: those of the first two count."""
    return len(texts) > 1 and _begins_with(texts[0], "A") and _begins_with(texts[1], "B")


def _begins_with(text: str, letter: str) -> bool:
    return text[1:2] in {")", ".", ":"} and text[0].upper() == letter


def offers_choices(block: Block) -> bool:
    """Tell whether a block is a list of lettered options, or a paragraph with one on each line."""
    if block.kind == "list":
        return are_choices([item.children[0].words if item.children else "" for item in block.children[:2]])
    return (
        block.kind == "paragraph"
        and _begins_with(block.words, "A")
        and are_choices([plain(line) for line in split_lines(block.inline)])
    )


def at_choices(
    front: tuple[Block, ...], back: tuple[Block, ...]
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Show ticked options of the front without their ticks, and as the author ticked them first thing on the back.

    Items without a box behind the options explain the answer: another list glued to theirs.
    """
    options = [part for block in front if is_ticked(block) for part in _parted(block)]
    return tuple(_unticked(block) for block in front), (*options, *back)


def _unticked(block: Block) -> Block:
    if not is_ticked(block):
        return block
    options = next(_parted(block))
    return replace(options, children=tuple(_unmarked(item) for item in options.children))


def _unmarked(item: Block) -> Block:
    """Take the tick, or the sign, from an option."""
    if item.checked is not None or not item.children:
        return item if item.checked is None else replace(item, checked=False)
    first, *others = item.children
    steps = tuple(
        replace(step, text=_RIGHT.sub("", step.text))
        if step.kind == "text" and n in {0, len(first.inline) - 1}
        else step
        for n, step in enumerate(first.inline)
    )
    return replace(item, children=(replace(first, inline=strip(steps)), *others))


def _parted(block: Block) -> Iterator[Block]:
    """Yield the options, then the list of items without a box behind them."""
    boxes = [n for n, item in enumerate(block.children) if item.checked is not None]
    end = boxes[-1] + 1 if boxes else len(block.children)
    options, others = block.children[:end], block.children[end:]
    yield replace(block, children=options, last=options[-1].last)
    if others:
        yield replace(block, children=others, at=others[0].at, line=others[0].line)
