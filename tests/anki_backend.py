"""The real Anki backend for the tests: import a package, look at the collection, play its user."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import anki.collection  # noqa: F401  # before its siblings: they import each other in a circle
import old_anki
import pytest
from anki.cards import CardId
from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer, Scheduler


@dataclass(frozen=True, slots=True)
class Imported:
    """How many notes of a package Anki sorted where, by the log of the import."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    """In the collection already, and not newer: left as they were."""
    conflicting: int = 0
    """Refused, because the note type's fields or templates differ."""


@pytest.fixture(scope="session")
def empty_collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of an empty collection, made once a session, to be copied and never opened."""
    path = tmp_path_factory.mktemp("anki") / "collection.anki2"
    Collection(str(path)).close()
    return path


@pytest.fixture
def collection(empty_collection: Path, tmp_path: Path) -> Iterator[Collection]:
    """Give an empty collection of the real backend, open, with a media folder of its own."""
    with opened_copy(empty_collection, tmp_path / "anki") as opened:
        yield opened


@contextmanager
def opened_copy(template: Path, folder: Path) -> Iterator[Collection]:
    """Copy a collection's file into a new folder, where its media folder will be too, and open the copy."""
    folder.mkdir()
    opened = Collection(str(shutil.copy(template, folder)))
    try:
        yield opened
    finally:
        opened.close()


def import_package(collection: Collection, package: Path, *, always: bool = False) -> Imported:
    """Import an .apkg as Anki's own import dialog does, all its options as they are by default.

    With `always`, the option "Update notes" is set to "Always" instead of "If newer".
    """
    counts = (
        _with_options(collection, package, always=always)
        if old_anki.HAS_OPTIONS
        else old_anki.import_package(collection, package)
    )
    if old_anki.STAMPS_UPDATES:
        old_anki.wait_for_the_next_second()
    collection.models._clear_cache()  # the import goes past the cache of note types
    return Imported(*counts)


def _with_options(collection: Collection, package: Path, *, always: bool) -> tuple[int, int, int, int]:
    """Import a package with the options that Anki has since 23.10."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition as UpdateNotes

    when = "ALWAYS" if always else "IF_NEWER"
    update = UpdateNotes.Value(f"IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_{when}")
    options = ImportAnkiPackageOptions(update_notes=update)
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = collection.import_anki_package(request).log
    return len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)


def assert_clean(collection: Collection) -> None:
    """Assert that Anki's three checks find nothing: Check Database, Empty Cards, Check Media."""
    problems, sound = collection.fix_integrity()
    assert sound, f"Check Database: {problems}"
    empty = collection.get_empty_cards()
    assert not empty.notes, f"Empty Cards: {empty.report}"
    media = collection.media.check()
    assert not media.missing, f"Check Media, missing: {list(media.missing)}"
    assert not media.unused, f"Check Media, unused: {list(media.unused)}"


def cards_in_order(collection: Collection) -> tuple[CardId, ...]:
    """Return the ids of all cards in the order in which they would be learnt."""
    return tuple(collection.find_cards("", order="c.due, c.nid, c.ord"))


def answer_all(collection: Collection, rating: CardAnswer.Rating.ValueType = CardAnswer.GOOD) -> None:
    """Review every card once, with one rating, whatever the daily limits say."""
    scheduler = collection.sched
    if not old_anki.HAS_OPTIONS:
        old_anki.answer(collection, cards_in_order(collection), rating + 1)
        return
    assert isinstance(scheduler, Scheduler)
    for card_id in cards_in_order(collection):
        card = collection.get_card(card_id)
        card.start_timer()
        states = collection._backend.get_scheduling_states(card_id)
        scheduler.answer_card(scheduler.build_answer(card=card, states=states, rating=rating))


def set_due(collection: Collection, cards: Sequence[CardId], days: str) -> None:
    """Make the cards review cards, due in so many days: `"5"`, or `"5-7"` for one day of several."""
    collection.sched.set_due_date(cards, days)


def flag(collection: Collection, cards: Sequence[CardId], colour: int) -> None:
    """Set a flag on the cards, 1 (red) to 7 (purple); 0 takes it away."""
    collection.set_user_flag_for_cards(colour, cards)


def suspend(collection: Collection, cards: Sequence[CardId]) -> None:
    """Suspend the cards."""
    collection.sched.suspend_cards(cards)


def tag(collection: Collection, cards: Sequence[CardId], tags: str) -> None:
    """Add tags, separated by spaces, to the notes of the cards; this moves the notes' time to now."""
    notes = [collection.get_card(card).nid for card in cards]
    collection.tags.bulk_add(notes, tags)
