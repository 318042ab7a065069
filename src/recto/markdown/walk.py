"""The one way through a tree of blocks; however deep it nests, Python's own stack does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recto.document import Block


def walk(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool, list[Block]]]:
    """Go through blocks in reading order: each on entering it (True), one with blocks in it on leaving it (False), too.

    Along with it comes the path of the blocks around it, outermost first; it is valid until the next step.
    """
    path: list[Block] = []
    levels = [iter(blocks)]
    while levels:
        for block in levels[-1]:
            yield block, True, path
            if block.children:
                path.append(block)
                levels.append(iter(block.children))
                break
        else:
            levels.pop()
            if path:
                left = path.pop()
                yield left, False, path
