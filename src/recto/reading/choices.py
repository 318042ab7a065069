"""Multiple choice: options on the front, the right one on the back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block


def is_ticked(block: Block) -> bool:
    """Tell whether a block is a list of options of which some are ticked."""
    return block.kind == "list" and len({item.checked for item in block.children} - {None}) == 2


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
    items = tuple(i if i.checked is None else replace(i, checked=False) for i in options.children)
    return replace(options, children=items)


def _parted(block: Block) -> Iterator[Block]:
    """Yield the options, then the list of items without a box behind them."""
    end = max(n for n, item in enumerate(block.children) if item.checked is not None) + 1
    options, others = block.children[:end], block.children[end:]
    yield replace(block, children=options, last=options[-1].last)
    if others:
        yield replace(block, children=others, at=others[0].at, line=others[0].line)
