"""One run at the edge: what it reads, the time it gives, what it writes; prints nothing."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from recto import files, pipeline, writing
from recto.diagnostics import UserError
from recto.files import Found
from recto.identify import Scope
from recto.memory import lock
from recto.patterns import pattern
from recto.pipeline import Build, Metered, unmetered

SOURCE = "source"
"""Where documents are read from if nothing is named."""
OUTPUT = "dist"
"""Where packages are written to if nothing is named."""
_OLDEST = 978_307_200  # 2001-01-01: a time before it makes Anki's Check Database panic
_DAY = 86_400
_NOT_IN_SLUG = pattern(r"[\W_]+")
_MAX_SLUG = 160
"""Bytes, well below the 255 that file systems allow."""
_DEVICES = pattern(r"(?:aux|con|nul|prn|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
"""What no file can be called on Windows, whatever its suffix."""
_ELSEWHERE = "name another place with -o"
_LOCK_FIRST = "the lock comes before the package: let it be written"


def find(paths: Sequence[str], stdin_filename: str = "") -> Found:
    """Find the documents that paths name, those in source/ if there is none; raises UserError for a bad path."""
    return files.find(paths or (SOURCE,), stdin_filename)


def build(
    found: Found, read_as: str = "", *, touch: bool = False, metered: Metered = unmetered
) -> tuple[str | None, Build]:
    """Read the documents and their lock; return the lock's text, None if there is none, and the build.

    `read_as` is the only format to look for, if one is named; `touch` moves every note's time.  Raises UserError for
    what cannot be read.
    """
    with metered("read", 0):
        sources = files.read(found)
    cards = pipeline.cards(sources, files.media_loader(found), read_as, metered)
    with metered("lock", 0):
        text = files.read_text(found.lock)
        before = lock.Lock() if text is None else lock.parse(text, str(found.lock))
    built = {found.name(file) for file in found.files}
    gone = {entry.document for entry in before.entries if found.gone(entry.document)}
    scope = Scope(
        claimable=frozenset(built | gone),
        retirable=frozenset(built | {document for document in gone if found.covers(document)}),
    )
    with metered("identify", pipeline.SHARES["identify"]):
        return text, pipeline.build(cards, before, scope, now(), touch=touch)


def write(
    lock_file: Path, before: str | None, built: Build, target: Path, *, metered: Metered = unmetered
) -> None:
    """Write the lock, if it changed, and then the package; raises UserError if it cannot.

    Then nothing has changed, or the lock is the new one and the package the old one, which the next build mends.
    """
    with metered("lock", 0):
        after = lock.dump(built.identified.lock)
    changed = after != before
    writing.check_writable(target, _ELSEWHERE)
    if changed:
        writing.check_writable(lock_file, _LOCK_FIRST)
    with metered("package", 0):
        from recto.package import package

        content = package(built.decks)
    with metered("write", 0), writing.exclusively(target):
        writing.sweep(lock_file, target)
        if changed:
            writing.write(lock_file, after.encode(), _LOCK_FIRST)
        writing.write(target, content, _ELSEWHERE)


def write_preview(built: Build, target: Path) -> None:
    """Write the page that shows the cards; raises UserError, with nothing changed, if it cannot."""
    from recto.preview import preview

    writing.check_writable(target, _ELSEWHERE)
    content = preview(built).encode()
    with writing.exclusively(target):
        writing.write(target, content, _ELSEWHERE)


def target(output: str | None, found: Found, built: Build, suffix: str = ".apkg") -> Path:
    """Return the file to write: the one that is named, else in dist/, by the name of the deck or folder.

    Raises UserError for one that the run reads.
    """
    path = Path(output) if output else Path(OUTPUT) / f"{_slug(found, built)}{suffix}"
    read = [found.lock, *(file.path for file in found.files)]
    if path.exists() and any(path.samefile(other) for other in read if other.exists()):
        raise UserError("cannot write: the documents or their lock would be lost", str(path), hint=_ELSEWHERE)
    return path


def peak() -> float | None:
    """Return the most memory that this process has held, in MiB; None on a system that does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def now() -> int:
    """Return the time in seconds since 1970: SOURCE_DATE_EPOCH if set, else the clock's.

    Raises UserError for a time that Anki cannot take.
    """
    clock = int(time.time())
    if clock < _OLDEST:
        raise UserError(
            f"the clock says {clock}, which is before 2001", hint="set the clock: Anki takes no such time"
        )
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not given:
        return clock
    if not re.fullmatch("[0-9]{1,12}", given):
        raise UserError(
            f"SOURCE_DATE_EPOCH is not a number of seconds: {given!r}",
            hint="unset it, or set it to seconds since 1970",
        )
    seconds = int(given)
    if seconds < _OLDEST or seconds > clock + _DAY:
        raise UserError(
            f"SOURCE_DATE_EPOCH says {seconds}, which is before 2001 or in the future",
            hint="set it to a time that Anki can take",
        )
    return seconds


def _slug(found: Found, built: Build) -> str:
    """Name a package by its deck, or by the folder when there are several decks."""
    decks = [deck.name for deck in built.decks]
    name = decks[0] if len(decks) == 1 or (decks and not found.walked) else found.walked
    slug = _NOT_IN_SLUG.sub("-", name.casefold()).strip("-").encode()[:_MAX_SLUG].decode(errors="ignore")
    slug = slug.strip("-") or "deck"
    return f"{slug}-deck" if _DEVICES.fullmatch(slug) else slug
