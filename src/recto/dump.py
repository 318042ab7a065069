"""What a run has to say as JSON: the triples, the findings, what a build would do; version 1 of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from recto.diagnostics import Diagnostic
from recto.note import Field, Note
from recto.pipeline import Build, Read

VERSION = 1


def cards(build: Build) -> str:
    """Return everything that was found: the data of `recto cards --json`; lines and columns are 1-based."""
    notes = {id(note.rendered): note for note in build.identified.notes}
    return json.dumps(
        {
            "version": VERSION,
            "documents": [_document(read, notes) for read in build.cards.documents],
            "diagnostics": [_finding(d) for d in build.diagnostics],
        },
        ensure_ascii=False,
        indent=1,
    )


def findings(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as a list."""
    return json.dumps([_finding(d) for d in diagnostics], ensure_ascii=False, indent=1)


def plan(build: Build) -> str:
    """Return what a build would do: one object a note, and the retired ones."""
    return json.dumps(
        {
            "version": VERSION,
            "notes": [_note(note) for note in build.identified.notes],
            "retired": [
                {"guid": e.guid, "note": e.note_id, "words": e.words} for e in build.identified.retired
            ],
            "diagnostics": [_finding(d) for d in build.diagnostics],
        },
        ensure_ascii=False,
        indent=1,
    )


def _finding(found: Diagnostic) -> dict[str, str | int]:
    return {
        "code": found.code,
        "severity": found.severity,
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "message": found.message,
        "hint": found.hint,
    }


def _note(note: Note) -> dict[str, Any]:
    question = note.rendered.question
    data = {
        "guid": note.guid,
        "note": note.note_id,
        "change": note.change,
        "path": question.path,
        "line": question.line,
        "words": note.rendered.words,
        "changed": list(note.changed),
    }
    return {**data, "was": note.previous_words} if note.previous_words else data


def _document(read: Read, notes: Mapping[int, Note]) -> dict[str, Any]:
    questions = [card.question for card in read.rendered]
    return {
        "path": read.document.source.path,
        "title": read.document.title,
        "deck": questions[0].deck if questions else "",
        "format": read.extraction.format,
        "cards": [_card(notes[id(card)]) for card in read.rendered if id(card) in notes],
        "unanswered": [{"line": u.line, "question": u.question} for u in read.extraction.unanswered],
    }


def _card(note: Note) -> dict[str, Any]:
    rendered = note.rendered
    question = rendered.question
    blocks = [{"language": b.language, "text": b.text, "line": b.line} for b in rendered.blocks]
    return {
        "line": question.line,
        "number": question.number,
        "guid": note.guid,
        "section": list(question.section),
        "tags": list(question.tags),
        "question": _field(rendered.front),
        "answer": _field(rendered.answer),
        "code": {**_field(rendered.code), "blocks": blocks},
        "extra": _field(rendered.extra),
    }


def _field(field: Field) -> dict[str, str]:
    return {"text": field.text, "html": field.html}
