"""Every format, by example: what a document says, and the cards that come of it."""

from __future__ import annotations

import pytest
from dotted import Case, cases

from recto.document import Source
from recto.extract import Extraction, extract
from recto.fields import plain
from recto.note import Question
from recto.parse import parse


def triples(extraction: Extraction) -> str:
    """Write down what was found, a few lines a card."""
    unanswered = [f"{u.line} unanswered: {u.question}" for u in extraction.unanswered]
    return "\n".join([*(_card(q) for q in extraction.questions), *unanswered])


def _card(question: Question) -> str:
    number = f" #{question.number}" if question.number else ""
    ident = f" {{{question.ident}}}" if question.ident else ""
    section = f" {' > '.join(question.section)}" if question.section else ""
    parts = {
        part: plain.blocks(getattr(question, part)).strip() for part in ("front", "answer", "code", "extra")
    }
    below = [f"  {part}: {text.replace(chr(10), ' / ')}" for part, text in parts.items() if text]
    return "\n".join([f"{question.line}{number}{ident}{section}: {plain.inline(question.prompt)}", *below])


@pytest.mark.parametrize("case", cases("formats"), ids=str)
def test_the_cards_of_a_document(case: Case) -> None:
    """A document gives the triples that a person sees in it."""
    document, _ = parse(Source("case.md", "case.md", case.given))
    assert triples(extract(document)) == case.expected
