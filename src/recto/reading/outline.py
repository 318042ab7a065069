"""A document seen flat: which blocks say something, where headings stand, and how to cut a piece out of the tree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter

from recto.document import Block, Document
from recto.markdown.inline import strip
from recto.reading.answers import Opening, callout_answer, opened
from recto.reading.labels import is_question_heading, opens_report
from recto.reading.noise import is_noise
from recto.reading.vocabulary import bare
from recto.reading.wording import Announcement, announcement, asks
from recto.values import frozen

_LABELLED = {"paragraph", "heading", "details"}
FOLDED = "details"
"""What stands for the first word of a label that folds its answer."""
_at = attrgetter("at")
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

    @property
    def announces(self) -> Announcement:
        """What it says itself that follows, else the same."""
        return _announcement(self.block.words) or self.announced


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
    solid: tuple[Block, ...]
    """The leaves that say something, in document order."""
    listed: frozenset[int]
    """The pre-order indices of those that stand in a list."""
    spoken: tuple[int, ...]
    """For each pre-order index, and one more, how many of `solid` stand before it."""
    lines: tuple[int, ...]
    """How many lines these take."""
    codes: tuple[int, ...]
    """How many of them are code."""
    outer_labels: tuple[str, ...]
    """The first words of the answer labels that do not stand in another one or right below it."""
    outer: tuple[int, ...]
    """For each pre-order index, and one more, how many of them stand before it."""
    reports: tuple[int, ...]
    """How many paragraphs that begin with a label such as `Root cause:` stand before it."""
    labels: Mapping[int, Opening]
    """The blocks that say that the answer begins here, by their pre-order indices."""
    labelled: tuple[int, ...]
    """For each pre-order index, and one more, how many of `labels` stand before it."""
    headings: tuple[Heading, ...]
    """Every heading that is not within a quote or a table, in document order."""
    headed: tuple[int, ...]
    """For each pre-order index, and one more, how many of `headings` stand before it."""
    announced_by_title: Announcement
    """What the document's title says that follows."""

    def points_elsewhere(self, first: int, last: int) -> bool:
        """Tell whether the first thing said between two pre-order indices is a list of links or of questions.

        What points elsewhere answers nothing.
        """
        if not self.says_something(first, last):
            return False
        leaf = self.solid[self.spoken[first]]
        return leaf.at in self.listed and _points_elsewhere(leaf)

    def codes_between(self, first: int, last: int) -> int:
        """Return how many code blocks stand between two pre-order indices, both inclusive."""
        return self.codes[last + 1] - self.codes[first]

    def announced(self, at: int) -> Announcement:
        """Return what the nearest heading above a pre-order index, or the title, says that follows."""
        n = self.headed[at]
        if self.headed[at + 1] > n:
            return self.headings[n].announced
        return self.headings[n - 1].announces if n else self.announced_by_title

    def answer_labels_between(self, first: int, last: int) -> int:
        """Return how many answer labels stand between two pre-order indices, both inclusive."""
        return self.labelled[last + 1] - self.labelled[first]

    def is_labelled_once(self, first: int, last: int) -> bool:
        """Tell whether answer labels stand between two pre-order indices, both inclusive, and none of them twice.

        `Solution:` behind `Root cause:` answers no question, unless it is folded.
        """
        if not 0 < self.outer[last + 1] - self.outer[first] <= 2:
            return False
        words = self.outer_labels[self.outer[first] : self.outer[last + 1]]
        reported = self.reports[last + 1] > self.reports[first]
        return len(words) == len(set(words)) and (FOLDED in words or not reported)

    def paragraph_after(self, block: Block) -> Block | None:
        """Return the paragraph right below a block, if that is what stands there."""
        for n in range(bisect_right(self.blocks, block.at, key=_at), len(self.blocks)):
            if self.blocks[n].kind not in {"list", "item", "quote"}:
                return self.blocks[n] if self.blocks[n].kind == "paragraph" else None
        return None

    def says_something(self, first: int, last: int) -> bool:
        """Tell whether a leaf that is not noise stands between two pre-order indices, both inclusive."""
        return self.spoken[last + 1] > self.spoken[first]

    def headings_between(self, first: int, last: int) -> Iterator[Heading]:
        """Return the headings between two pre-order indices, both inclusive."""
        return map(self.headings.__getitem__, range(self.headed[first], self.headed[last + 1]))

    def amount(self, first: int, last: int) -> int:
        """Return how many lines of content stand between two pre-order indices, both inclusive."""
        return self.lines[last + 1] - self.lines[first]


def outline(document: Document) -> Outline:
    """Flatten a document; noise (contents, back-to-top links, rules, comments) says nothing."""
    by_title = announcement(document.title)
    blocks = tuple(walk(document.blocks))
    labels = {block.at: Opening(block, left) for block in blocks if (left := _opened(block)) is not None}
    headings = tuple(_with_announcements(_headings(document.blocks, -1), labels, by_title))
    leaves = [
        (leaf, listed)
        for leaf, listed in _leaves(document.blocks)
        if leaf.kind != "heading" or (leaf.at in labels and labels[leaf.at].left)
    ]
    solid = tuple([leaf for leaf, _ in leaves])
    end = max((block.last for block in document.blocks), default=0)
    outer = dict(_outermost(label.block for label in labels.values()))
    lines = _running(end, {leaf.at: leaf.end_line - leaf.line + 1 for leaf in solid})
    return Outline(
        document=document,
        blocks=blocks,
        end=end,
        total=lines[-1] + len(headings),
        solid=solid,
        listed=frozenset([leaf.at for leaf, listed in leaves if listed]),
        spoken=_running(end, {leaf.at: 1 for leaf in solid}),
        lines=lines,
        codes=_running(end, {leaf.at: 1 for leaf in solid if leaf.kind == "code"}),
        outer_labels=tuple(outer.values()),
        outer=_running(end, dict.fromkeys(outer, 1)),
        reports=_running(end, {b.at: 1 for b in blocks if b.kind == "paragraph" and opens_report(b.words)}),
        labels=labels,
        labelled=_running(end, dict.fromkeys(labels, 1)),
        headings=headings,
        headed=_running(end, {heading.block.at: 1 for heading in headings}),
        announced_by_title=by_title,
    )


def _opened(block: Block) -> tuple[Block, ...] | None:
    if block.kind in _LABELLED:
        return opened(block)
    return callout_answer(block) if block.kind == "quote" else None


def _running(end: int, amounts: Mapping[int, int]) -> tuple[int, ...]:
    """Return for each pre-order index to `end`, and one more, the sum of the amounts before it."""
    sums = [0] * (end + 1)
    for at, amount in amounts.items():
        sums[at] = amount
    return tuple(accumulate(sums, initial=0))


def _outermost(labels: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """Yield pre-order index and first word of labels, but not of those within another one, or right below it."""
    end = -1
    for label in labels:
        if label.at > end:
            yield label.at, FOLDED if label.kind == "details" else bare(label.words.partition(" ")[0])
        end = max(end, label.last, label.at + 1)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block in document order, containers before what they hold."""
    for block in blocks:
        yield block
        if block.children:
            yield from walk(block.children)


def _points_elsewhere(block: Block) -> bool:
    return any(step.kind == "link" for step in strip(block.inline)[:2]) or asks(block.words)


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
    above: list[Heading] = []
    for block, holder in headings:
        is_label = block.at in labels
        while above and above[-1].block.level >= block.level and not is_label:
            above.pop()
        heading = Heading(block, is_label, holder, above[-1].announces if above else by_title)
        if not is_label:
            above.append(heading)
        yield heading


@lru_cache(maxsize=1 << 16)
def _announcement(heading: str) -> Announcement:
    """Return what a heading says itself that follows; one that says no more than `Question` announces nothing."""
    return "" if is_question_heading(heading) else announcement(heading)
