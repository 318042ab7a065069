"""A card's blocks -> question, answer, code: where the answer begins, where its code does, and what is appended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recto.answers import opened
from recto.document import Block
from recto.inline import plain
from recto.labels import is_answer_summary
from recto.noise import is_placeholder, is_trailing_section, without_noise
from recto.outline import walk


@dataclass(frozen=True, slots=True)
class Triple:
    """The blocks of a card, in reading order."""

    front: tuple[Block, ...]
    """What stands between the question and the answer's label."""
    answer: tuple[Block, ...]
    code: tuple[Block, ...]
    extra: tuple[Block, ...]
    """What the author appends to every answer: references, further lists."""

    @property
    def answered(self) -> bool:
        """Tell whether the back says anything."""
        return any(b.kind not in {"heading", "rule"} for b in (*self.answer, *self.code))


@dataclass(frozen=True, slots=True)
class _Habits:
    """What the author does on most cards."""

    labels: frozenset[int]
    """The pre-order indices of the blocks that open an answer."""
    labelled: bool
    """Answers are opened by a label."""
    ticked: bool
    """Questions come with options of which the right ones are ticked; elsewhere such a list is a list of tasks."""
    appended: frozenset[str]
    """Headings under which something is appended to the answers, case-folded."""


NOWHERE = (-1, -1)
"""The place of a block that is none of the document's: what stands behind a prompt on its own line."""


def triples(cards: Sequence[tuple[Block, ...]], labels: frozenset[int]) -> list[Triple]:
    """Divide the blocks below each prompt of a document; they are looked at together, for the author's habits.

    `labels` holds the pre-order indices of the document's blocks that open an answer.
    """
    cleaned = [without_noise(card) for card in cards]
    habits = _habits(cleaned, labels)
    return [
        Triple((), (), (), ()) if _is_unwritten(card) else _triple(clean, habits)
        for card, clean in zip(cards, cleaned, strict=True)
    ]


def _triple(blocks: tuple[Block, ...], habits: _Habits) -> Triple:
    front, back = _at_label(blocks, habits)
    if habits.ticked:
        front, back = _at_choices(front, back)
    back, extra = _at_appendix(back, habits)
    answer, code = _at_code(back)
    return Triple(front, answer, code, extra)


def _habits(cards: Sequence[tuple[Block, ...]], labels: frozenset[int]) -> _Habits:
    labelled = sum(any(_opened(b, labels) is not None for b in card) for card in cards)
    names: Counter[str] = Counter()
    lists: Counter[str] = Counter()
    for card in cards:
        blocks = tuple(b for block in card for b in (_opened(block, labels) or (block,)))
        for n, block in enumerate(blocks[1:], 1):
            if block.kind == "heading":
                name = plain(block.inline).casefold()
                names[name] += 1
                lists[name] += n + 1 < len(blocks) and blocks[n + 1].kind == "list"
    often = {
        name for name, times in names.items() if 2 * times > len(cards) and 5 * lists[name] >= 4 * times > 8
    }
    ticked = sum(any(_is_ticked(b) for b in card) for card in cards)
    return _Habits(
        labels, 2 * labelled >= len(cards), ticked > 1 and 2 * ticked >= len(cards), frozenset(often)
    )


def _at_label(blocks: tuple[Block, ...], habits: _Habits) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Divide at the answer's label.

    Where answers have no labels by habit, a label behind prose is part of the answer.
    """
    for n, block in enumerate(blocks):
        if not habits.labelled and n and blocks[n - 1].kind == "paragraph":
            break
        left = _opened(block, habits.labels)
        if left is not None:
            if block.kind == "details":
                left = without_noise(left)
                again = _opened(left[0], habits.labels) if left else None
                left = left if again is None else (*again, *left[1:])
            later = tuple(b for block in blocks[n + 1 :] for b in _dissolved(block))
            return blocks[:n], without_noise((*left, *later))
    return (), blocks


def _opened(block: Block, labels: frozenset[int]) -> tuple[Block, ...] | None:
    """Return what is left of a block that opens the answer; None, without a closer look, if it opens none."""
    first = block
    while first.kind in {"list", "item"} and first.children:
        first = first.children[0]
    return opened(block) if first.at in labels or first.at == NOWHERE[0] else None


def _at_choices(
    front: tuple[Block, ...], back: tuple[Block, ...]
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Show ticked options unticked on the front, and as the author ticked them first thing on the back."""
    if any(_is_ticked(b) for b in front):
        return tuple(_unticked(b) for b in front), (*(b for b in front if _is_ticked(b)), *back)
    for n, block in enumerate(back):
        if _is_ticked(block):
            return (*front, *back[:n], _unticked(block)), back[n:]
        if block.kind == "paragraph":
            break
    return front, back


def _is_ticked(block: Block) -> bool:
    """Tell whether a block is a list of options of which some are ticked."""
    return block.kind == "list" and len({item.checked for item in block.children} - {None}) == 2


def _unticked(block: Block) -> Block:
    if not _is_ticked(block):
        return block
    items = tuple(i if i.checked is None else replace(i, checked=False) for i in block.children)
    return replace(block, children=items)


def _dissolved(block: Block) -> tuple[Block, ...]:
    if block.kind == "details" and is_answer_summary(plain(block.inline)):
        return block.children
    return (block,)


def _at_appendix(blocks: tuple[Block, ...], habits: _Habits) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Divide before the references, or before what the author appends to most answers."""
    for n, block in enumerate(blocks):
        name = plain(block.inline) if n and block.kind == "heading" else ""
        if name and (name.casefold() in habits.appended or is_trailing_section(name)):
            return without_noise(blocks[:n]), without_noise(blocks[n:])
    return blocks, ()


def _at_code(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Divide between top-level blocks, before the first that is or holds a code block."""
    for n, block in enumerate(blocks):
        if any(b.kind == "code" for b in walk((block,))):
            return blocks[:n], blocks[n:]
    return blocks, ()


def _is_unwritten(blocks: tuple[Block, ...]) -> bool:
    """Tell whether the answer begins with something like `To be completed`."""
    first = next((b for b in blocks if b.kind not in {"html", "rule"}), None)
    return first is not None and first.kind == "paragraph" and is_placeholder(plain(first.inline))
