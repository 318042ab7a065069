"""The lock: what Recto remembers of every note that it made, as a text beside the documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict, cast, get_type_hints

from recto.diagnostics import UserError
from recto.memory.sketch import ALGORITHM, read
from recto.patterns import pattern
from recto.values import frozen

VERSION = 1
END = "end"

_HEADER = json.dumps({"recto.lock": VERSION, "sketch": ALGORITHM})
_CONFLICT = pattern(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_RESTORE = "bring the last good one back, with git: `git checkout -- {path}`"
_RESOLVE = "keep the lines of both sides, delete the marks, and build again"
_CHOOSE = "keep the line that knows the question as the document has it now, and delete the other"
_GUID = re.compile("[!-~]+")
_RANGES = {"note": (1, 100_000_000_000_000), "modified": (1, 100_000_000_000), "due": (0, 1_000_000)}
"""What Anki can take: times up to the year 5138."""
_KIND_NAMES = {str: "a text", int: "a whole number", bool: "true or false"}


@frozen
class Entry:
    """One note as the lock remembers it: one line."""

    guid: str
    note_id: int
    """The creation time in milliseconds since 1970, less up to an hour; unique in the lock."""
    document: str
    """The document's path relative to the lock, with forward slashes."""
    words: str
    """The prompt's words, normalised."""
    digest: str
    """The digest of the content that the note had when it was last built."""
    sketch: str
    """The sketch of everything but the prompt."""
    modified: int
    """Seconds since 1970."""
    due: int
    """The position among new cards, below 1,000,000."""
    ident: str = ""
    """The explicit id, if the author gave one."""
    retired: bool = False
    """The question is gone from its document."""


@frozen
class Lock:
    """All that is remembered: the entries, sorted by guid; none before the first build."""

    entries: tuple[Entry, ...] = ()


class _Optional(TypedDict, total=False):
    id: str
    retired: bool


class _Line(_Optional):
    """A note's line, as JSON has it."""

    guid: str
    note: int
    document: str
    words: str
    modified: int
    due: int
    digest: str
    sketch: str


_KINDS: dict[str, type] = get_type_hints(_Line)


def dump(lock: Lock) -> str:
    """Return the lock as text: a header line, one line a note sorted by guid, and the line `end`."""
    entries = sorted(lock.entries, key=lambda entry: entry.guid)
    encoded = json.JSONEncoder(ensure_ascii=False).encode
    text = "\n".join([_HEADER, *[encoded(_line(entry)) for entry in entries], END, ""])
    # Of a file name that is not UTF-8, a lone surrogate is left: this is how JSON writes one.
    return text.encode("utf-8", "backslashreplace").decode()


def parse(text: str, path: str) -> Lock:
    """Return the lock that a text holds; lines in another order are put in order.

    The same note from two branches becomes one if both say the same of its question: the older note id and
    the later time win.  Raises UserError with `path` and a 1-based line for a text that was cut, that holds
    the marks of a merge, or that is no lock of this version.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.strip():
        raise UserError("the lock is empty", path, 1, _RESTORE.format(path=path))
    if mark := _CONFLICT.search(text):
        line = text.count("\n", 0, mark.start()) + 1
        raise UserError("the lock holds the marks of an unfinished merge", path, line, _RESOLVE)
    header, *lines = text.split("\n")
    _check_header(header, path)
    if lines[-2:] != [END, ""]:
        line = len(lines) if text.endswith("\n") else len(lines) + 1
        raise UserError(
            "the lock was cut: its last line is not `end`", path, line, _RESTORE.format(path=path)
        )
    return _merged(((number, _entry(line, path, number)) for number, line in enumerate(lines[:-2], 2)), path)


def _line(entry: Entry) -> dict[str, str | int]:
    """Return a note's line in the order in which the lock writes it."""
    return {
        "guid": entry.guid,
        "note": entry.note_id,
        "document": entry.document,
        "words": entry.words,
        **({"id": entry.ident} if entry.ident else {}),
        "modified": entry.modified,
        "due": entry.due,
        **({"retired": True} if entry.retired else {}),
        "digest": entry.digest,
        "sketch": entry.sketch,
    }


def _check_header(line: str, path: str) -> None:
    if line == _HEADER:
        return
    header = _json(line)
    if not isinstance(header, dict) or "recto.lock" not in header:
        raise UserError("the first line is not the header of a lock", path, 1, _RESTORE.format(path=path))
    raise UserError(
        f"the lock begins with {line}, but this Recto reads {_HEADER}",
        path,
        1,
        "upgrade Recto; a newer one wrote it",
    )


def _entry(line: str, path: str, number: int) -> Entry:
    """Read one note's line; raises UserError for anything that `dump` never writes."""
    value = _json(line)
    if fault := _fault(value):
        raise UserError(f"this is not a note's line: {fault}", path, number, _RESTORE.format(path=path))
    known = cast(_Line, value)
    return Entry(
        guid=known["guid"],
        note_id=known["note"],
        document=known["document"],
        words=known["words"],
        digest=known["digest"],
        sketch=known["sketch"],
        modified=known["modified"],
        due=known["due"],
        ident=known.get("id", ""),
        retired=known.get("retired", False),
    )


def _json(line: str) -> object:
    """Return the value that a line of JSON holds; None if it holds none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _fault(value: object) -> str:
    """Say what is wrong with the value of a note's line; nothing if all is well."""
    if not isinstance(value, dict):
        return "no JSON object"
    if missing := _Line.__required_keys__ - value.keys():
        return f"no {min(missing)}"
    for key, content in value.items():
        kind = _KINDS.get(key)
        if kind is None:
            return f"unknown key {key}"
        if type(content) is not kind:
            return f"{key} is not {_KIND_NAMES[kind]}"
    if not value["guid"]:
        return "the guid is empty"
    if not _GUID.fullmatch(value["guid"]):
        return "the guid is not made of letters, digits and signs of ASCII"
    if any(not low <= value[key] < high for key, (low, high) in _RANGES.items()):
        return "a number is out of range"
    try:
        read(value["sketch"])
    except ValueError:
        return "the sketch cannot be read"
    return ""


def _merged(numbered: Iterable[tuple[int, Entry]], path: str) -> Lock:
    """Make one entry of those with one guid; raises UserError if they differ in more than ids and times."""
    entries: dict[str, Entry] = {}
    places: dict[str, int] = {}
    for number, entry in numbered:
        known = entries.get(entry.guid)
        if known is None:
            entries[entry.guid] = entry
            places[entry.guid] = number
            continue
        older = min(known, entry, key=lambda each: (each.note_id, each.due))
        if replace(known, note_id=0, modified=0, due=0) != replace(entry, note_id=0, modified=0, due=0):
            first = places[entry.guid]
            raise UserError(
                f"the note {entry.guid} stands here with other content than in line {first}",
                path,
                number,
                _CHOOSE,
            )
        entries[entry.guid] = replace(older, modified=max(known.modified, entry.modified))
    _check_note_ids(entries, places, path)
    return Lock(tuple(entries[guid] for guid in sorted(entries)))


def _check_note_ids(entries: dict[str, Entry], places: dict[str, int], path: str) -> None:
    owners: dict[int, str] = {}
    for guid, entry in entries.items():
        owner = owners.setdefault(entry.note_id, guid)
        if owner != guid:
            raise UserError(
                f"the note id {entry.note_id} stands in line {places[owner]} as well",
                path,
                places[guid],
                "add 1 to this one",
            )
