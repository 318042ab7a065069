"""Document -> Questions: which reading of the document wins, and where each question's card begins and ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from recto.diagnostics import Diagnostic
from recto.document import Block, Document
from recto.formats import FORMATS, Prompt
from recto.note import Question
from recto.reading.about import author, deck_name, section_tags
from recto.reading.doubts import doubts, unanswered, unknown_format
from recto.reading.evidence import choose, describe
from recto.reading.habits import NOWHERE
from recto.reading.noise import is_contents_heading
from recto.reading.numbering import settle
from recto.reading.outline import Outline, cut, outline
from recto.reading.readings import Extent, extents
from recto.reading.triple import Triple, triples
from recto.values import frozen


@frozen
class Unanswered:
    """A question that the author has not answered."""

    line: int
    question: str


@frozen
class Extraction:
    """What was found in a document."""

    questions: tuple[Question, ...]
    unanswered: tuple[Unanswered, ...]
    format: str
    """The format of the reading that won; empty if none did."""
    explanation: tuple[str, ...]
    """How the document was read, a line for each reading that gave cards."""
    diagnostics: tuple[Diagnostic, ...]


def extract(document: Document, read_as: str = "") -> Extraction:
    """Find the questions of a document, with their answers and code.

    `read_as` (or the front matter's `format`) names the only format to look for.  A question without an answer is a
    warning and no question; a document without questions is not a fault here.
    """
    flat = outline(document)
    wanted = read_as or document.meta.format
    formats = {wanted: FORMATS[wanted]} if wanted in FORMATS else FORMATS
    prompts = settle(p for find in formats.values() for p in find(flat))
    choice = choose(flat, prompts)
    found = _accepted(flat, choice.found, prompts)
    pieces = triples([_card(document, extent) for extent in found], flat.labels)
    cards = [
        replace(card, front=(*extent.prompt.front, *card.front)) if extent.prompt.front else card
        for extent, card in zip(found, pieces, strict=True)
    ]
    answered: list[tuple[Prompt, Triple]] = []
    left: list[Prompt] = []
    for extent, card in zip(found, cards, strict=True):
        if card.answered:
            answered.append((extent.prompt, card))
        else:
            left.append(extent.prompt)
    path = document.source.path
    faults = (
        *unknown_format(path, document.meta.format),
        *doubts(flat, found, choice),
        *unanswered(path, left),
    )
    return Extraction(
        questions=_questions(flat, answered, {e.prompt.at for e in found}),
        unanswered=tuple(Unanswered(p.line, p.text) for p in left),
        format=choice.chosen[0].format if choice.chosen else "",
        explanation=tuple(describe(reading) for reading in choice.chosen),
        diagnostics=faults,
    )


def _accepted(flat: Outline, chosen: tuple[Extent, ...], prompts: Sequence[Prompt]) -> tuple[Extent, ...]:
    """Return the prompts that open a question, each with how far it reaches.

    Beside those of the chosen readings, a heading opens a question if its marker leaves no doubt, or if its number
    continues the count, and not that of the sections.
    """
    kept = {e.prompt.place: e.prompt for e in chosen}
    headings = [p for p in prompts if p.format == "heading" and p.place not in kept]
    if not chosen or not any(p.explicit or p.number for p in headings):
        return chosen
    kept.update({p.place: p for p in headings if p.explicit})
    counted = sorted((p for p in kept.values() if p.number.isdecimal()), key=lambda p: p.at)
    ats = [p.at for p in counted]
    sections: dict[str, str] = {}
    for prompt in headings:
        section, sections[prompt.shape] = sections.get(prompt.shape), prompt.number
        after = bisect_right(ats, prompt.at)
        before = int(counted[after - 1].number) if after else 0
        following = int(counted[after].number) if after < len(counted) else 0
        continued = prompt.number == str(before + 1) and before > 1 and following != before + 1
        if continued and section != str(before):
            kept[prompt.place] = prompt
    return extents(flat, tuple(kept.values()))


def _card(document: Document, extent: Extent) -> tuple[Block, ...]:
    """Return the blocks below a prompt, the answer that begins on its own line first."""
    prompt = extent.prompt
    below = cut(document.blocks, prompt.body, extent.last)
    if not prompt.rest:
        return below
    return (Block("paragraph", prompt.line, prompt.line, prompt.column, *NOWHERE, inline=prompt.rest), *below)


def _questions(
    flat: Outline, answered: Sequence[tuple[Prompt, Triple]], opened: set[int]
) -> tuple[Question, ...]:
    """Make questions; `opened` holds the pre-order index of every prompt, answered or not."""
    document = flat.document
    deck = deck_name(document)
    written_by = author(document, answered[0][0].at) if answered else ""
    questions = []
    sections = list(_sections(flat, [prompt for prompt, _ in answered], opened))
    tags = {section: section_tags(section, document.meta.tags) for section in set(sections)}
    for (prompt, card), section in zip(answered, sections, strict=True):
        questions.append(
            Question(
                path=document.source.path,
                name=document.source.name,
                line=prompt.line,
                column=prompt.column,
                prompt=prompt.words,
                front=card.front,
                answer=card.answer,
                code=card.code,
                extra=card.extra,
                footnotes=document.footnotes,
                number=prompt.number,
                ident=prompt.ident,
                deck=deck,
                section=section,
                tags=tags[section],
                source=tuple(filter(None, (document.title, *section, written_by))),
                link=document.meta.source,
            )
        )
    return tuple(questions)


def _sections(flat: Outline, prompts: Sequence[Prompt], opened: set[int]) -> Iterator[tuple[str, ...]]:
    """Yield for each prompt the headings above it that open no question, without the document's title."""
    headings = [h.block for h in flat.headings if h.holder < 0]
    titles = [h.at for h in headings if h.level == 1]
    path: list[tuple[int, str]] = []
    n = 0
    for prompt in prompts:
        while n < len(headings) and headings[n].at < prompt.at:
            heading = headings[n]
            n += 1
            path = [(level, text) for level, text in path if level < heading.level]
            text = heading.words
            is_title = titles == [heading.at] or (not path and text == flat.document.title)
            if heading.at not in opened and text and not is_title and not is_contents_heading(text):
                path.append((heading.level, text))
        rank = prompt.rank if prompt.format == "heading" else 7
        yield tuple(text for level, text in path if level < rank)
