"""What a document says of itself: its deck, its author, and the tags of its sections."""

from __future__ import annotations

import re

from recto.document import Block, Document
from recto.fields import escape
from recto.patterns import pattern

_BY = pattern(
    r"[^\w]*(?:(?:originally\s+)?(?:written|created|authored|prepared|compiled|made|curated|maintained|collected)\s+)?"
    r"(?:by|author|authors)\b[\s:*_-]*(?P<name>[^\W\d_][\w.'’ -]{2,48}?)[^\w]*",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_NOT_IN_DECK = re.compile(r'[\x00-\x1f\x7f-\x9f"\ud800-\udfff]+')
_NOT_IN_TAG = re.compile(r"[^\w.+#/&'-]+")
_RESERVED = {"marked", "leech"}
"""Tags by which Anki itself acts (Anki 2.1.66 to 26.9.3): never emitted."""


def deck_name(document: Document) -> str:
    """Return the full name of a document's deck: its folders, then its title; only `deck:` may hold `::`.

    Anki allows no empty part, no control character and no double quote in a deck's name.
    """
    if document.meta.deck:
        parts = [_deck_part(part) for part in document.meta.deck.split("::")]
    else:
        parts = [_deck_part(part) for part in (*document.source.folders, document.title)]
    return "::".join(part for part in parts if part) or "Recto"


def author(document: Document, before: int) -> str:
    """Return who wrote a document: the front matter's author, or a line `Written by ...` before its questions.

    `before` is the pre-order index of the first question.
    """
    if document.meta.author:
        return document.meta.author
    for block in document.blocks:
        if block.at >= before:
            break
        found = (
            _BY.fullmatch(" ".join(_words(block).split())) if block.kind in {"paragraph", "html"} else None
        )
        if found is not None and len(found["name"].split()) <= 5:
            return found["name"].strip()
    return ""


def section_tags(section: tuple[str, ...], tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return the document's own tags and one hierarchical tag for the headings above a question.

    Anki splits tags at white space and allows no double quote; `marked` and `leech` are its own.
    """
    parts = [_tag(part) for part in section]
    path = "::".join(part for part in parts if part)
    own = ["::".join(filter(None, (_tag(part) for part in tag.split("::")))) for tag in tags]
    return tuple(dict.fromkeys(t for t in (*own, path) if t and t not in _RESERVED))


def _deck_part(text: str) -> str:
    text = " ".join(_NOT_IN_DECK.sub(" ", text).split())
    while "::" in text:
        text = text.replace("::", ":")
    return text.strip(": ") or ""


def _tag(text: str) -> str:
    return _NOT_IN_TAG.sub("-", text.casefold()).strip("-.'")


def _words(block: Block) -> str:
    return escape.unescaped(_TAG.sub("", block.text)) if block.kind == "html" else block.words
