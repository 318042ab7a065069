"""Both sides of the cards of a collection, as HTML that an app is about to show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from anki.card_rendering_pb2 import StripHtmlRequest
from anki.cards import Card
from anki.collection import Collection
from anki_backend import cards_in_order

Side = Literal["front", "back"]

PLAY_BUTTON = (
    '<a class="replay-button soundLink" href=# draggable="false">'
    '<svg class="playImage" viewBox="0 0 64 64" version="1.1"><circle cx="32" cy="32" r="29" />'
    '<path d="M56.502,32.301l-37.502,20.101l0.329,-40.804l37.173,20.703Z" /></svg></a>'
)


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a card."""

    card: str
    """What messages call the card: its place in the deck and its first words."""
    side: Side
    html: str
    """What the backend makes of the template, its style included; a sound is a button, `[[type:]]` a box."""
    template: int = 1
    """The number of the card's template: it is in the classes of the page's body."""


def faces(collection: Collection) -> tuple[Face, ...]:
    """Render front and back of every card, in the order of learning, with the collection's own backend."""
    cards = map(collection.get_card, cards_in_order(collection))
    return tuple(face for number, card in enumerate(cards, 1) for face in _sides(collection, card, number))


def _sides(collection: Collection, card: Card, number: int) -> Iterator[Face]:
    question = collection._backend.strip_html(text=card.note().fields[0], mode=StripHtmlRequest.NORMAL)
    name = f"{number}. {question.strip()[:50]}"
    yield Face(name, "front", _munged(collection, card.question()), card.ord + 1)
    yield Face(name, "back", _munged(collection, card.answer()), card.ord + 1)


def _munged(collection: Collection, html: str) -> str:
    """Do what the app does between the backend and the page (Anki 26.9.3, `Reviewer._mungeQA`)."""
    html = collection.media.escape_media_filenames(html)
    html = re.sub(r"\[anki:play:[qa]:\d+\]", PLAY_BUTTON, html)
    return re.sub(r"\[\[type:.+?\]\]", '<input type="text" id="typeans">', html)
