"""One run at the edge: what it reads, the time it gives, what it writes; prints nothing."""

from __future__ import annotations

import gc
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path

from recto import files, pipeline
from recto.diagnostics import UserError
from recto.files import Found
from recto.identify import Scope
from recto.memory import lock
from recto.pipeline import Build, Cards

SOURCE = "source"
"""Where documents are read from if nothing is named."""
OUTPUT = "dist"
"""Where packages are written to if nothing is named."""
_OLDEST = 978_307_200  # 2001-01-01: a time before it makes Anki's Check Database panic
_NOT_IN_SLUG = re.compile(r"[\W_]+")
_MAX_SLUG = 80


def read(paths: Sequence[str], read_as: str = "", stdin_filename: str = "") -> tuple[Found, Cards]:
    """Read documents, those in source/ if no path is given, and make their cards.

    `read_as` is the only format to look for, if one is named.  Raises UserError for what cannot be read.
    """
    gc.disable()  # a build makes many objects and hardly a cycle; looking for one takes a third of the time
    found = files.find(paths or (SOURCE,), stdin_filename)
    return found, pipeline.cards(files.read(found), files.media_loader(found), read_as)


def identify(found: Found, cards: Cards, now: int, *, touch: bool = False) -> tuple[str | None, Build]:
    """Return the lock's text before the build, None if there is none, and the build; raises UserError for a bad lock.

    `now` is in seconds since 1970; `touch` moves every note's time.
    """
    text = files.read_text(found.lock)
    before = lock.Lock() if text is None else lock.parse(text, str(found.lock))
    built = {found.name(file) for file, _, _ in found.files}
    gone = {entry.document for entry in before.entries if found.gone(entry.document)}
    scope = Scope(
        claimable=frozenset(built | gone),
        retirable=frozenset(built | {document for document in gone if found.covers(document)}),
    )
    return text, pipeline.build(cards, before, scope, now, touch=touch)


def write(lock_file: Path, before: str | None, built: Build, target: Path) -> None:
    """Write the lock, if it changed, and then the package; raises UserError, with nothing changed, if it cannot."""
    from recto.package import package

    after = lock.dump(built.identified.lock)
    files.check_writable(target)
    content = package(built.decks)
    files.sweep(lock_file, target)
    if after != before:
        files.write(lock_file, after.encode())
    files.write(target, content)


def write_preview(built: Build, target: Path) -> None:
    """Write the page that shows the cards; raises UserError, with nothing changed, if it cannot."""
    from recto.preview import preview

    files.check_writable(target)
    files.sweep(target)
    files.write(target, preview(built).encode())


def target(output: str | None, found: Found, built: Build, suffix: str = ".apkg") -> Path:
    """Return the file to write: the one that is named, else in dist/, by the name of the deck or folder."""
    return Path(output) if output else Path(OUTPUT) / f"{_slug(found, built)}{suffix}"


def now() -> int:
    """Return the time in seconds since 1970: SOURCE_DATE_EPOCH if set, else the clock's.

    Raises UserError for a time that Anki cannot take.
    """
    clock = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None or not given.strip():
        seconds = clock
    elif re.fullmatch(r"\s*\d{1,12}\s*", given):
        seconds = int(given)
    else:
        raise UserError(
            f"SOURCE_DATE_EPOCH is not a number of seconds: {given!r}",
            hint="unset it, or set it to seconds since 1970",
        )
    if seconds < _OLDEST or seconds > clock + 86_400:
        what = "SOURCE_DATE_EPOCH" if given and given.strip() else "the clock"
        raise UserError(
            f"{what} says {seconds}, which is before 2001 or in the future",
            hint="set it to a time that Anki can take",
        )
    return seconds


def _slug(found: Found, built: Build) -> str:
    """Name a package by its deck, or by the folder when there are several decks."""
    decks = [deck.name for deck in built.decks]
    name = decks[0] if len(decks) == 1 or (decks and not found.walked) else found.walked
    slug = _NOT_IN_SLUG.sub("-", name.casefold()).strip("-")[:_MAX_SLUG].strip("-")
    return slug or "deck"
