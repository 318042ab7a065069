"""What `make test-anki-versions` needs to speak to Ankis from 2.1.45 on, whose importers and schedulers differ.

- Before 2.1.54 the importer was written in Python, and counted without a log.
- Before 23.10 there were no options: notes are updated if newer, as is the default since.
- From 2.1.54 to 24.11 a note that an import updates gets the time of the import; before and since, the package's.  A
  build in the same second would seem no newer, so the next one has to wait for the clock.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anki.collection
import anki.lang
from anki.buildinfo import version
from anki.cards import CardId
from anki.collection import Collection

VERSION = tuple(int(part) for part in version.split(".")[:3])
HAS_OPTIONS = VERSION >= (23, 10)
HAS_LOG = VERSION >= (2, 1, 54)
STAMPS_UPDATES = HAS_LOG and VERSION < (25, 2)

if VERSION < (2, 1, 67):
    anki.lang.set_lang("en")  # its log is in somebody's language


def import_package(collection: Collection, package: Path) -> tuple[int, int, int, int]:
    """Import a package as Anki did before it had options; return how many notes were sorted where, as `Imported`."""
    if HAS_LOG:
        old: Any = collection
        log = old.import_anki_package(str(package)).log
        return len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)
    importer = importlib.import_module("anki.importing.apkg").AnkiPackageImporter(collection, str(package))
    importer.run()
    return importer.added, importer.updated, importer.dupes, 0


def answer(collection: Collection, cards: Sequence[CardId], ease: int) -> None:
    """Review each card once with a button, 1 (again) to 4 (easy), as the schedulers before version 3 wanted it."""
    old: Any = collection
    for card_id in cards:
        old.reset()
        card = old.get_card(card_id)
        card.start_timer()
        old.sched.answerCard(card, ease)


def wait_for_the_next_second() -> None:
    """Return when the clock has left the second that it is in."""
    second = int(time.time())
    while int(time.time()) == second:
        time.sleep(0.01)
