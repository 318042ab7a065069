"""Notes and media -> the bytes of an .apkg.  The only importer of genanki."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import genanki

from recto import notetype
from recto.note import Deck, Media, Note

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_COLLECTION = "collection.anki2"


class PackageError(Exception):
    """The finished package is not what was asked for; it must not replace an older one."""


def package(decks: Sequence[Deck]) -> bytes:
    """Return a package with a deck each, its notes in order, that Anki 2.1.66 to 26.9.3 imports.

    The same decks give the same bytes (with one SQLite and zlib): every time in it is a note's own.  The package is
    opened again and counted before it is returned; raises PackageError if anything is missing.
    """
    media = {m.name: m for deck in decks for note in deck.notes for m in note.rendered.media}
    collection = _collection(decks)
    names = sorted(media)
    entries = [
        (_COLLECTION, collection),
        ("media", json.dumps({str(n): name for n, name in enumerate(names)}, sort_keys=True).encode()),
        *((str(n), media[name].content) for n, name in enumerate(names)),
    ]
    content = _zipped(entries)
    _check(content, decks, media.values())
    return content


class _Note(genanki.Note):  # type: ignore[misc] # genanki ships no types
    """A note with a time of its own: genanki stamps all notes with the time of the build."""

    def __init__(self, note: Note, model: genanki.Model) -> None:
        rendered = note.rendered
        fields = [
            rendered.front.html,
            rendered.answer.html,
            rendered.code.html,
            rendered.source,
            rendered.extra.html,
        ]
        tags = list(rendered.question.tags)
        super().__init__(model=model, fields=fields, guid=note.guid, tags=tags, due=note.due)
        self.note = note

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:  # noqa: ARG002 (genanki's signature)
        ids = iter((self.note.note_id, self.note.note_id))
        super().write_to_db(cursor, self.note.modified, deck_id, ids)


class _Model(genanki.Model):  # type: ignore[misc] # genanki ships no types
    """The note type with its constant time, so that an old deck never overwrites a newer style."""

    def to_json(self, timestamp: float, deck_id: int) -> Any:  # noqa: ARG002 (genanki's signature)
        return super().to_json(notetype.MODIFIED, deck_id)


def _collection(decks: Sequence[Deck]) -> bytes:
    """Return the bytes of an Anki collection that holds the decks."""
    model = _Model(
        model_id=notetype.ID,
        name=notetype.NAME,
        fields=[dict(f) for f in notetype.FIELDS],
        templates=[dict(t) for t in notetype.templates()],
        css=notetype.css(),
    )
    built = []
    for deck in decks:
        anki_deck = genanki.Deck(_deck_id(deck.name), deck.name)
        for note in deck.notes:
            anki_deck.add_note(_Note(note, model))
        built.append(anki_deck)
    connection = sqlite3.connect(":memory:")
    try:
        latest = max((n.modified for d in decks for n in d.notes), default=notetype.MODIFIED)
        genanki.Package(built).write_to_db(connection.cursor(), latest, iter(()))
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _deck_id(name: str) -> int:
    """Return a stable id; Anki matches decks by name, without regard to case, and ignores it."""
    digest = hashlib.sha256(name.casefold().encode()).digest()
    return (1 << 40) + int.from_bytes(digest[:5], "big") % (1 << 40)


def _zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, content)
    return buffer.getvalue()


def _check(content: bytes, decks: Sequence[Deck], media: Iterable[Media]) -> None:
    expected = [note.guid for deck in decks for note in deck.notes]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        stored = json.loads(archive.read("media"))
        present = set(archive.namelist())
        connection = sqlite3.connect(":memory:")
        try:
            connection.deserialize(archive.read(_COLLECTION))
            guids = [row[0] for row in connection.execute("select guid from notes")]
            cards = connection.execute("select count(distinct nid) from cards").fetchone()[0]
        finally:
            connection.close()
    if sorted(guids) != sorted(expected) or len(set(guids)) != len(guids) or cards != len(guids):
        raise PackageError(f"{len(guids)} notes and {cards} cards in the package, {len(expected)} expected")
    if missing := {m.name for m in media} - {stored[n] for n in stored if n in present}:
        raise PackageError(f"media missing in the package: {', '.join(sorted(missing))}")
