"""A build -> one HTML page that shows its cards as the phone does, from the note type's own templates and style.

The page needs nothing else: no network, no other file.  Its parts lie beside this file.  `page.*` is what stands
around the phone; `phone.*` is what is in it: a frame of its own, closed off, where nothing but `phone.js` runs.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pkgutil import get_data
from string import Template
from typing import Any

from recto import notetype
from recto.diagnostics import Diagnostic, printable
from recto.fields import media
from recto.note import Media, Note, Question
from recto.pipeline import Build
from recto.preview.faces import faces


def preview(build: Build) -> str:
    """Return the page: every card of a build, front and back, and what was found wrong with its documents.

    A card is at `#guid`.  The page's policy lets no script and no style in but its own, and nothing load that is
    not in it.
    """
    notes = build.identified.notes
    packaged = {file.name: file for note in notes for file in note.rendered.media}
    deck = {
        "cards": [_card(note) for note in notes],
        "findings": _findings(build.diagnostics, notes),
        "media": {name: _data_url(file) for name, file in packaged.items()},
    }
    style, script = _text("page.css"), _text("page.js")
    card_style, phone_script = notetype.css() + _text("phone.css"), _text("phone.js")
    phone = Template(_text("phone.html")).substitute(style=card_style, script=phone_script)
    return Template(_text("page.html")).substitute(
        policy=_policy(scripts=(script, phone_script), styles=(style, card_style)),
        title=html.escape(_title(build)),
        style=style,
        card_style=card_style,
        phone=html.escape(phone),
        deck=json.dumps(deck, ensure_ascii=False).replace("<", r"\u003c"),
        script=script,
    )


def _card(note: Note) -> dict[str, Any]:
    rendered = note.rendered
    question = rendered.question
    front, back = faces(note)
    parts = (rendered.front, rendered.answer, rendered.code, rendered.extra)
    return {
        "guid": note.guid,
        "title": rendered.front.text.partition("\n")[0] or rendered.front.text,
        "front": front,
        "back": back,
        "text": "\n".join(part.text for part in parts if part.text),
        "place": f"{printable(question.path)}:{question.line}",
        "deck": question.deck,
        "section": list(question.section),
        "tags": list(question.tags),
    }


def _findings(diagnostics: Iterable[Diagnostic], notes: Iterable[Note]) -> list[dict[str, str]]:
    card_at = _card_at(notes)
    return [
        {
            "severity": found.severity,
            "code": found.code,
            "place": f"{printable(found.path)}:{found.line}:{found.column}",
            "message": found.message,
            "hint": found.hint,
            "guid": card_at(found.path, found.line),
        }
        for found in diagnostics
    ]


def _card_at(notes: Iterable[Note]) -> Callable[[str, int], str]:
    """Return the function that tells which card comes from a line of a document: its guid, or nothing."""
    spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for note in notes:
        question = note.rendered.question
        spans[question.path].append((question.line, _last_line(question), note.guid))
    for found in spans.values():
        found.sort()

    def card_at(path: str, line: int) -> str:
        after = bisect_right(spans[path], line, key=lambda span: span[0])
        _, last, guid = spans[path][after - 1] if after else (0, 0, "")
        return guid if line <= last else ""

    return card_at


def _last_line(question: Question) -> int:
    blocks = chain(question.front, question.answer, question.code, question.extra)
    return max((question.line, *(block.end_line for block in blocks)))


def _data_url(file: Media) -> str:
    extension = file.name.rpartition(".")[2]
    kind = "audio" if media.is_sound(file.name) else "image"
    content = base64.b64encode(file.content).decode()
    return f"data:{kind}/{'svg+xml' if extension == 'svg' else extension};base64,{content}"


def _title(build: Build) -> str:
    decks = [deck.name for deck in build.decks]
    return decks[0] if len(decks) == 1 else f"{len(decks)} decks"


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return a Content-Security-Policy under which these texts act and no other."""
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        "img-src data:; media-src data:; base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _text(name: str) -> str:
    content = get_data(__name__, name)
    if content is None:
        raise FileNotFoundError(name)
    return content.decode()
