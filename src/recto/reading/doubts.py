"""What an author may want to look at in how a document was read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from recto.diagnostics import (
    AMBIGUOUS,
    ANSWER_ALONE,
    LEFT_OUT,
    OUTSIDE_ITEM,
    UNANSWERED,
    UNKNOWN_FORMAT,
    Diagnostic,
    diagnostic,
)
from recto.document import Block
from recto.formats import FORMATS, Prompt
from recto.reading.evidence import Choice, describe, strength, value
from recto.reading.outline import Outline
from recto.reading.readings import Extent, Reading
from recto.reading.wording import asks

_AS_GOOD = 0.85
"""A reading whose value is this share of the best one's might have been meant."""


def doubts(flat: Outline, found: Sequence[Extent], choice: Choice) -> Iterator[Diagnostic]:
    """Yield what is doubtful about the questions of a document: `found` are their prompts and how far they reach."""
    yield from _answers_alone(flat, found)
    yield from _outside_items(flat, found)
    yield from _left_out(flat, found, choice.chosen)
    yield from _ambiguous(flat, found, choice)


def unanswered(path: str, prompts: Sequence[Prompt]) -> Iterator[Diagnostic]:
    """Yield a warning for each question that has no answer."""
    for prompt in prompts:
        yield diagnostic(UNANSWERED, path, prompt.line, prompt.column, question=_short(prompt.text))


def unknown_format(path: str, name: str) -> Iterator[Diagnostic]:
    """Yield an error if the front matter names a format that is none."""
    if name and name not in FORMATS:
        yield diagnostic(UNKNOWN_FORMAT, path, 1, 1, name=name, formats=", ".join(FORMATS))


def _answers_alone(flat: Outline, found: Sequence[Extent]) -> Iterator[Diagnostic]:
    if not found:
        return
    starts = [e.prompt.at for e in found]
    for block in (label.block for label in flat.labels.values()):
        n = bisect_right(starts, block.at) - 1
        is_outside = n < 0 or found[n].last < block.at
        if is_outside and bisect_right(starts, _end(flat, block)) == n + 1:
            text = _short(block.words)
            yield diagnostic(ANSWER_ALONE, flat.document.source.path, block.line, block.column, text=text)


def _end(flat: Outline, block: Block) -> int:
    """Return the highest pre-order index in a block, or in the section that a heading opens."""
    if block.kind != "heading":
        return block.last
    behind = (h.block for h in flat.headings_between(block.at + 1, flat.end))
    return next((other.at - 1 for other in behind if other.level <= block.level), flat.end)


def _outside_items(flat: Outline, found: Sequence[Extent]) -> Iterator[Diagnostic]:
    """Warn of answers behind their list item, unless that is how the author writes all of them."""
    items = {b.at: b for b in flat.blocks if b.kind == "item"}
    inside = [e for e in found if e.prompt.at in items]
    outside = [
        e
        for e in inside
        if e.prompt.format != "bullet" and flat.says_something(items[e.prompt.at].last + 1, e.last)
    ]
    if 2 * len(outside) < len(inside):
        for extent in outside:
            prompt = extent.prompt
            yield diagnostic(
                OUTSIDE_ITEM,
                flat.document.source.path,
                prompt.line,
                prompt.column,
                question=_short(prompt.text),
                number=f" {prompt.number}" if prompt.number else "",
            )


def _left_out(flat: Outline, found: Sequence[Extent], chosen: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Warn of headings with text below them that are like the questions around them, but for their marker."""
    opened = {extent.prompt.place for extent in found}
    for reading in chosen:
        questions = [e.prompt.at for e in reading.extents if e.prompt.place in opened]
        for extent in reading.extents:
            prompt = extent.prompt
            amidst = (
                questions and questions[0] < prompt.at and (prompt.at < questions[-1] or asks(prompt.text))
            )
            if prompt.format == "heading" and prompt.place not in opened and extent.direct and amidst:
                text = _short(prompt.text)
                place = flat.document.source.path, prompt.line, prompt.column
                yield diagnostic(LEFT_OUT, *place, text=text)


def _ambiguous(flat: Outline, found: Sequence[Extent], choice: Choice) -> Iterator[Diagnostic]:
    if not choice.chosen:
        return
    best = choice.chosen[0]
    taken = {e.prompt.line for e in found}
    kinds = {(r.format, r.shape) for r in choice.chosen}
    for rival in choice.rivals:
        close = value(rival) >= _AS_GOOD * value(best) and strength(rival) >= _AS_GOOD * strength(best)
        other = (rival.format, rival.shape) not in kinds and any(
            e.prompt.line not in taken for e in rival.extents
        )
        if other and close:
            prompt = rival.extents[0].prompt
            yield diagnostic(
                AMBIGUOUS,
                flat.document.source.path,
                prompt.line,
                prompt.column,
                chosen=describe(best),
                rival=describe(rival),
                format=rival.format,
            )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
