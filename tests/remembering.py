"""Questions as they come from rendering, and what the lock makes of them, for tests of identity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from recto.identify import Identified, Scope, identify
from recto.memory.lock import Lock
from recto.note import Field, Question, Rendered

NOON = 1_700_000_000
"""The time of a first build, in seconds since 1970."""
LATER = NOON + 86_400


def card(
    words: str,
    answer: str = "",
    *,
    front: str = "",
    document: str = "a.md",
    deck: str = "Deck",
    line: int = 1,
    ident: str = "",
    number: str = "",
    tags: str = "",
) -> Rendered:
    """Make a question as rendering leaves it; `front` is what stands below the prompt."""
    question = Question(
        path=f"source/{document}",
        name=document,
        line=line,
        column=1,
        prompt=(),
        number=number,
        ident=ident,
        deck=deck,
    )
    body = f"{front}\n{answer}".strip()
    return Rendered(
        question=question,
        front=Field(text=f"{words}\n{front}"),
        answer=Field(text=answer),
        code=Field(),
        source="",
        blocks=(),
        media=(),
        words=words.casefold(),
        body=body,
        digest=sha256("\0".join((words, body, tags)).encode("utf-8", "surrogatepass")).hexdigest()[:32],
    )


def lines(cards: Iterable[Rendered]) -> list[Rendered]:
    """Put questions one below the other, each in its own document."""
    return [replace(one, question=replace(one.question, line=10 * n)) for n, one in enumerate(cards, 1)]


def build(
    cards: Sequence[Rendered],
    lock: Lock | None = None,
    *,
    now: int = NOON,
    documents: Iterable[str] = (),
    gone: Iterable[str] = (),
    touch: bool = False,
) -> Identified:
    """Identify the questions of a run of their documents, and of others that are named; `gone` are deleted."""
    built = {one.question.name for one in cards} | set(documents)
    scope = Scope(frozenset(built | set(gone)), frozenset(built | set(gone)))
    return identify(cards, lock or Lock(), scope, now, touch=touch)


def guids(built: Identified) -> list[str]:
    """Return the guids in the order of the questions."""
    return [note.guid for note in built.notes]


def changes(built: Identified) -> list[str]:
    """Return what became of the notes, in the order of the questions."""
    return [note.change for note in built.notes]
