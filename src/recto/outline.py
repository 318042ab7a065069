"""A document seen flat: which blocks say something, where headings stand, and how to cut a piece out of the tree."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from recto.document import Block, Document
from recto.noise import is_noise

_CONTAINERS = {"quote", "list", "item", "table", "row", "definitions", "definition", "details"}


@dataclass(frozen=True, slots=True)
class Outline:
    """A document with what every format and every cut needs to know of it."""

    document: Document
    solid: tuple[int, ...]
    """The pre-order indices of the leaves that say something, ascending."""
    lines: tuple[int, ...]
    """For each of `solid`, how many lines it takes."""
    listed: frozenset[int]
    """Those of `solid` that stand in a list."""
    headings: tuple[Block, ...]
    """Every heading that is not within a quote or a table, in document order."""

    @property
    def end(self) -> int:
        """The highest pre-order index of the document."""
        return max((b.last for b in self.document.blocks), default=0)

    @property
    def total(self) -> int:
        """How many lines of content the document has, headings counted as one."""
        return sum(self.lines) + len(self.headings)

    def begins_with_list(self, first: int, last: int) -> bool:
        """Tell whether the first thing said between two pre-order indices stands in a list."""
        at = bisect_left(self.solid, first)
        return at < len(self.solid) and self.solid[at] <= last and self.solid[at] in self.listed

    def says_something(self, first: int, last: int) -> bool:
        """Tell whether a leaf that is not noise stands between two pre-order indices, both inclusive."""
        at = bisect_left(self.solid, first)
        return at < len(self.solid) and self.solid[at] <= last

    def amount(self, first: int, last: int) -> int:
        """Return how many lines of content stand between two pre-order indices, both inclusive."""
        return sum(self.lines[bisect_left(self.solid, first) : bisect_left(self.solid, last + 1)])


def outline(document: Document) -> Outline:
    """Flatten a document; noise (contents, back-to-top links, rules, comments) says nothing."""
    leaves = [b for b in _leaves(document.blocks) if b.kind != "heading"]
    headings = tuple(b for b in _headings(document.blocks))
    return Outline(
        document,
        tuple(b.at for b in leaves),
        tuple(b.end_line - b.line + 1 for b in leaves),
        frozenset(leaf.at for b in walk(document.blocks) if b.kind == "list" for leaf in _leaves((b,))),
        headings,
    )


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block in document order, containers before what they hold."""
    for block in blocks:
        yield block
        if block.children:
            yield from walk(block.children)


def cut(blocks: tuple[Block, ...], first: int, last: int) -> tuple[Block, ...]:
    """Cut the blocks between two pre-order indices, both inclusive, out of a tree.

    A container that begins before the cut is dissolved, one that ends behind it is shortened.
    """
    piece: list[Block] = []
    for block in blocks:
        if block.last < first or block.at > last:
            continue
        if block.at < first:
            piece.extend(cut(block.children, first, last))
        elif block.last > last:
            piece.append(replace(block, children=cut(block.children, first, last), last=last))
        else:
            piece.append(block)
    return tuple(piece)


def _leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if is_noise(block):
            continue
        if block.kind in _CONTAINERS:
            yield from _leaves(block.children)
        else:
            yield block


def _headings(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "heading":
            yield block
        elif block.kind in {"list", "item", "details"}:
            yield from _headings(block.children)
