"""Puts the stages together; reads no file, asks no clock, prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext

from recto.diagnostics import (
    EMPTY_QUESTION,
    NO_QUESTION_HERE,
    NOTHING_FOUND,
    REPEATED_QUESTION,
    Diagnostic,
    diagnostic,
)
from recto.document import Document, Source
from recto.extract import Extraction, extract
from recto.formats import FORMATS
from recto.identify import Identified, Scope, identify
from recto.memory.lock import Lock
from recto.note import Deck, MediaLoader, Note, Question, Rendered
from recto.parse import parse
from recto.render import render
from recto.values import frozen


@frozen
class Read:
    """A document with what was found in it."""

    document: Document
    extraction: Extraction
    rendered: tuple[Rendered, ...]


@frozen
class Cards:
    """What the documents of a run hold; nobody has a guid yet."""

    documents: tuple[Read, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def rendered(self) -> tuple[Rendered, ...]:
        """Every rendered question, in the order of the run."""
        return tuple(r for read in self.documents for r in read.rendered)


@frozen
class Build:
    """A run's cards with their identities."""

    cards: Cards
    identified: Identified
    diagnostics: tuple[Diagnostic, ...]

    @property
    def decks(self) -> tuple[Deck, ...]:
        """The notes by deck, decks in the order in which they first occur."""
        notes: dict[str, list[Note]] = {}
        names: dict[str, str] = {}
        for note in self.identified.notes:
            name = note.rendered.question.deck
            notes.setdefault(names.setdefault(name.casefold(), name), []).append(note)
        return tuple(Deck(name, tuple(found)) for name, found in notes.items())


Metered = Callable[[str, float], AbstractContextManager[object]]
"""What goes around a piece of work: the name of the stage, and the share of the whole run that it is likely to be."""
SHARES = {"parse": 0.4, "extract": 0.3, "render": 0.25, "identify": 0.05}
"""How the time divides among the stages, roughly: 10,000 questions, half of them with code."""
_PIECE = 250
"""So many questions are rendered between two looks at how far the run has come."""


def unmetered(_stage: str, _share: float) -> AbstractContextManager[None]:
    """Let a piece of work go on without counting it."""
    return nullcontext()


def cards(
    sources: Sequence[Source], load: MediaLoader, read_as: str = "", metered: Metered = unmetered
) -> Cards:
    """Parse, extract and render documents.

    `load` hands out the files that they refer to; `read_as` is the only format to look for, if one is named.
    """
    documents = []
    diagnostics: list[Diagnostic] = []
    length = sum(len(source.text) for source in sources) or 1
    for source in sources:
        share = len(source.text) / length
        with metered("parse", SHARES["parse"] * share):
            document, faults = parse(source)
        with metered("extract", SHARES["extract"] * share):
            extraction = extract(document, read_as)
        rendered, missing = _rendered(extraction.questions, load, metered, SHARES["render"] * share)
        diagnostics.extend((*faults, *extraction.diagnostics, *missing))
        documents.append(Read(document, extraction, tuple(rendered)))
    diagnostics.extend(_without_questions(documents))
    diagnostics.extend(_repeated(documents))
    return Cards(tuple(documents), tuple(sorted(diagnostics)))


def _rendered(
    questions: Sequence[Question], load: MediaLoader, metered: Metered, share: float
) -> tuple[list[Rendered], list[Diagnostic]]:
    """Render the questions of a document; one in which nothing is visible is left out."""
    rendered: list[Rendered] = []
    diagnostics: list[Diagnostic] = []
    for start in range(0, len(questions), _PIECE):
        piece = questions[start : start + _PIECE]
        with metered("render", share * len(piece) / len(questions)):
            for question in piece:
                card, faults = render(question, load)
                diagnostics.extend(faults)
                if card.front.text.strip() or card.media:
                    rendered.append(card)
                else:
                    place = question.path, question.line, question.column
                    diagnostics.append(diagnostic(EMPTY_QUESTION, *place))
    return rendered, diagnostics


def build(found: Cards, lock: Lock, scope: Scope, now: int, *, touch: bool = False) -> Build:
    """Give every card the identity that the lock remembers, or a new one.

    `now` is in seconds since 1970; `touch` moves every note's time.
    """
    identified = identify(found.rendered, lock, scope, now, touch=touch)
    return Build(found, identified, tuple(sorted((*found.diagnostics, *identified.diagnostics))))


def _repeated(documents: Sequence[Read]) -> Iterable[Diagnostic]:
    """Warn of the same words with the same content a second time in one deck."""
    seen: dict[tuple[str, str, str], Question] = {}
    for read in documents:
        for card in read.rendered:
            question = card.question
            first = seen.setdefault((question.deck.casefold(), card.words, card.body), question)
            if (first.path, first.line) != (question.path, question.line):
                yield diagnostic(
                    REPEATED_QUESTION,
                    question.path,
                    question.line,
                    question.column,
                    first=f"{first.path}:{first.line}",
                    question=card.words[:60],
                )


def _without_questions(documents: Sequence[Read]) -> Iterable[Diagnostic]:
    """Warn of a document without questions; a run without any is an error."""
    empty = [read for read in documents if not read.rendered]
    looked = ", ".join(FORMATS)
    if documents and len(empty) == len(documents):
        source = documents[0].document.source
        what = "this document" if len(documents) == 1 else f"these {len(documents)} documents"
        yield diagnostic(NOTHING_FOUND, source.path, 1, 1, what=what, looked=looked)
        return
    for read in empty:
        yield diagnostic(NO_QUESTION_HERE, read.document.source.path, 1, 1, looked=looked)
