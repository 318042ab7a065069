"""Notes and media -> the bytes of an .apkg.  The only importer of genanki."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from recto import notetype
from recto.note import Deck, Media, Note
from recto.standins import loaded_when_used

# Loading the two takes a sixth of a small build, and nothing here uses them.
with loaded_when_used("asyncio", "yaml"):
    import genanki

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_COLLECTION = "collection.anki2"
_LEVEL = 4
"""Of deflate's nine: half the time of the usual 6 for a package that is a twentieth larger."""


class PackageError(Exception):
    """The finished package is not what was asked for; it must not replace an older one."""


def package(decks: Sequence[Deck]) -> bytes:
    """Return a package with a deck each, its notes in order, that Anki 2.1.45 to 26.9.3 imports.

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


class _Deck(genanki.Deck):  # type: ignore[misc] # genanki ships no types
    """A deck that writes its notes itself, all at once: each has an id and a time of its own.

    genanki stamps all notes with the time of the build, and searches their fields for HTML that is none.
    """

    def __init__(self, deck: Deck, model: genanki.Model) -> None:
        super().__init__(_deck_id(deck.name), deck.name)
        self.add_model(model)
        self.own_notes = deck.notes

    def write_to_db(self, cursor: Any, timestamp: float, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, timestamp, id_gen)
        cards = (_card_row(note, self.deck_id) for note in self.own_notes)
        cursor.executemany("insert into notes values (?,?,?,?,?,?,?,?,?,?,?)", map(_note_row, self.own_notes))
        cursor.executemany("insert into cards values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", cards)


def _note_row(note: Note) -> tuple[int | str, ...]:
    """Return id, guid, mid, mod, usn, tags, flds, sfld, csum, flags and data; an import computes the checksum."""
    rendered = note.rendered
    front = rendered.front.html
    fields = (front, rendered.answer.html, rendered.code.html, rendered.source, rendered.extra.html)
    tags = f" {' '.join(rendered.question.tags)} "
    content = "\x1f".join(fields)
    return note.note_id, note.guid, notetype.ID, note.modified, -1, tags, content, front, 0, 0, ""


def _card_row(note: Note, deck_id: int) -> tuple[int | str, ...]:
    """Return id, nid, did, ord, mod, usn, type, queue, due, and nine columns that a new card does not use."""
    return note.note_id, note.note_id, deck_id, 0, note.modified, -1, 0, 0, note.due, *(0,) * 8, ""


class _Model(genanki.Model):  # type: ignore[misc] # the same
    """The note type with its constant time, so that an old deck never overwrites a newer style."""

    _req = notetype.REQUIRED

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
    built = [_Deck(deck, model) for deck in decks]
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
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, _LEVEL)
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
