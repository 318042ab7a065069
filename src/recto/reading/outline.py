"""A document seen flat: which blocks say something, where headings stand, and how to cut a piece out of the tree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from recto.document import Block, Document
from recto.markdown.inline import strip
from recto.reading.answers import opened
from recto.reading.labels import is_question_heading
from recto.reading.noise import is_noise
from recto.reading.wording import Announcement, announcement, asks
from recto.values import frozen

_LABELLED = {"paragraph", "heading", "details"}
_CONTAINERS = {"quote", "list", "item", "table", "row", "definitions", "definition", "details"}


@frozen
class Heading:
    """A heading and the container that it stands in."""

    block: Block
    labels: bool
    """It says no more than `Answer`: it opens no part of its own."""
    holder: int
    """The pre-order index of the innermost list item or details around it; -1 if there is none."""
    announced: Announcement = ""
    """What the nearest of the headings above it and the title says that follows."""
    announces: Announcement = ""
    """What it says itself, else the same."""


@frozen
class Outline:
    """A document with what every format and every cut needs to know of it."""

    document: Document
    blocks: tuple[Block, ...]
    """Every block in document order, containers before what they hold."""
    end: int
    """The highest pre-order index of the document."""
    total: int
    """How many lines of content the document has, headings counted as one."""
    solid: tuple[int, ...]
    """The pre-order indices of the leaves that say something, ascending."""
    lines: tuple[int, ...]
    """For each of `solid`, how many lines it takes."""
    pointing: frozenset[int]
    """Those of `solid` that stand in a list and are a link or a question: what points elsewhere answers nothing."""
    code: tuple[int, ...]
    """The pre-order indices of the code blocks, ascending."""
    answer_labels: tuple[int, ...]
    """The pre-order indices of the blocks that say that the answer begins here, ascending."""
    labels: frozenset[int]
    """The same, for asking whether a block is among them."""
    heading_ats: tuple[int, ...]
    """The pre-order indices of `headings`."""
    headings: tuple[Heading, ...]
    """Every heading that is not within a quote or a table, in document order."""
    announced_by_title: Announcement
    """What the document's title says that follows."""

    def points_elsewhere(self, first: int, last: int) -> bool:
        """Tell whether the first thing said between two pre-order indices is a list of links or of questions."""
        at = bisect_left(self.solid, first)
        return at < len(self.solid) and self.solid[at] <= last and self.solid[at] in self.pointing

    def codes_between(self, first: int, last: int) -> int:
        """Return how many code blocks stand between two pre-order indices, both inclusive."""
        return bisect_right(self.code, last) - bisect_left(self.code, first)

    def announced(self, at: int) -> Announcement:
        """Return what the nearest heading above a pre-order index, or the title, says that follows."""
        n = bisect_left(self.heading_ats, at)
        if n < len(self.headings) and self.heading_ats[n] == at:
            return self.headings[n].announced
        return self.headings[n - 1].announces if n else self.announced_by_title

    def answer_labels_between(self, first: int, last: int) -> int:
        """Return how many answer labels stand between two pre-order indices, both inclusive."""
        return bisect_right(self.answer_labels, last) - bisect_left(self.answer_labels, first)

    def paragraph_after(self, block: Block) -> Block | None:
        """Return the paragraph right below a block, if that is what stands there."""
        for n in range(bisect_right(self.blocks, block.at, key=_at), len(self.blocks)):
            if self.blocks[n].kind not in {"list", "item", "quote"}:
                return self.blocks[n] if self.blocks[n].kind == "paragraph" else None
        return None

    def says_something(self, first: int, last: int) -> bool:
        """Tell whether a leaf that is not noise stands between two pre-order indices, both inclusive."""
        at = bisect_left(self.solid, first)
        return at < len(self.solid) and self.solid[at] <= last

    def headings_after(self, at: int) -> Iterator[Heading]:
        """Yield the headings behind a pre-order index."""
        for n in range(bisect_right(self.heading_ats, at), len(self.headings)):
            yield self.headings[n]

    def amount(self, first: int, last: int) -> int:
        """Return how many lines of content stand between two pre-order indices, both inclusive."""
        return sum(self.lines[bisect_left(self.solid, first) : bisect_left(self.solid, last + 1)])


def outline(document: Document) -> Outline:
    """Flatten a document; noise (contents, back-to-top links, rules, comments) says nothing."""
    by_title = announcement(document.title)
    blocks = tuple(walk(document.blocks))
    labels = {b.at: left for b in blocks if b.kind in _LABELLED and (left := opened(b)) is not None}
    headings = tuple(_with_announcements(_headings(document.blocks, -1), labels, by_title))
    leaves = [
        (leaf, listed)
        for leaf, listed in _leaves(document.blocks)
        if leaf.kind != "heading" or labels.get(leaf.at)
    ]
    lines = tuple(leaf.end_line - leaf.line + 1 for leaf, _ in leaves)
    return Outline(
        document,
        blocks,
        max((b.last for b in document.blocks), default=0),
        sum(lines) + len(headings),
        tuple(leaf.at for leaf, _ in leaves),
        lines,
        frozenset(leaf.at for leaf, listed in leaves if listed and _points_elsewhere(leaf)),
        tuple(leaf.at for leaf, _ in leaves if leaf.kind == "code"),
        tuple(labels),
        frozenset(labels),
        tuple(heading.block.at for heading in headings),
        headings,
        by_title,
    )


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block in document order, containers before what they hold."""
    for block in blocks:
        yield block
        if block.children:
            yield from walk(block.children)


def _points_elsewhere(block: Block) -> bool:
    return asks(block.words) or any(step.kind == "link" for step in strip(block.inline)[:2])


def _at(block: Block) -> int:
    return block.at


def cut(blocks: tuple[Block, ...], first: int, last: int) -> tuple[Block, ...]:
    """Cut the blocks between two pre-order indices, both inclusive, out of a tree.

    A container that begins before the cut is dissolved, one that ends behind it is shortened.
    """
    piece: list[Block] = []
    for n in range(max(0, bisect_right(blocks, first, key=_at) - 1), len(blocks)):
        block = blocks[n]
        if block.at > last:
            break
        if block.last < first:
            continue
        if block.at >= first and block.last <= last:
            piece.append(block)
            continue
        children = cut(block.children, first, last)
        if block.at >= first:
            piece.extend([replace(block, children=children, last=last)] if children else [])
        elif block.kind == "list":
            piece.extend(_relisted(block, children))
        else:
            piece.extend(children)
    return tuple(piece)


def _relisted(block: Block, children: tuple[Block, ...]) -> Iterator[Block]:
    """Put the items that are left of a dissolved list into a list again."""
    items = tuple(child for child in children if child.kind == "item")
    yield from (child for child in children if child.kind != "item")
    if items:
        start = None if block.start is None else items[0].start
        yield replace(block, at=items[0].at, line=items[0].line, start=start, children=items)


def _leaves(blocks: Iterable[Block], *, listed: bool = False) -> Iterator[tuple[Block, bool]]:
    """Yield every block that is not noise and holds no others, and whether it stands in a list."""
    for block in blocks:
        if is_noise(block):
            continue
        if block.kind in _CONTAINERS:
            yield from _leaves(block.children, listed=listed or block.kind == "list")
        else:
            yield block, listed


def _headings(blocks: Iterable[Block], holder: int) -> Iterator[tuple[Block, int]]:
    """Yield the headings with the pre-order index of the innermost list item or details around each."""
    for block in blocks:
        if block.kind == "heading":
            yield block, holder
        elif block.kind in {"list", "item", "details"}:
            yield from _headings(block.children, holder if block.kind == "list" else block.at)


def _with_announcements(
    headings: Iterable[tuple[Block, int]], labels: Container[int], by_title: Announcement
) -> Iterator[Heading]:
    """Say of each heading what those above it, and what it itself announces; labels have no say."""
    above: list[tuple[int, Announcement]] = []
    for block, holder in headings:
        is_label = block.at in labels
        while above and above[-1][0] >= block.level and not is_label:
            above.pop()
        announced = above[-1][1] if above else by_title
        announces = announced if is_question_heading(block.words) else announcement(block.words) or announced
        if not is_label:
            above.append((block.level, announces))
        yield Heading(block, is_label, holder, announced, announces)
