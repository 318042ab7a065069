"""The backend fixture itself: what it reports of an import, what its user does, what its checks find."""

from __future__ import annotations

from pathlib import Path

import genanki
import pytest
from anki.collection import Collection
from anki.consts import CARD_TYPE_LRN, CARD_TYPE_REV, QUEUE_TYPE_SUSPENDED
from anki_backend import (
    Imported,
    answer_all,
    assert_clean,
    cards_in_order,
    flag,
    import_package,
    set_due,
    suspend,
    tag,
)

FRONTS = ("one", "two", "three")


def package(
    folder: Path, fronts: tuple[str, ...] = FRONTS, fields: tuple[str, ...] = ("F", "B"), time: float = 1.7e9
) -> Path:
    """Write a package with a note for each front, all of them modified at a time (s)."""
    back = "".join("{{" + name + "}} " for name in fields)
    template = {"name": "Card", "qfmt": "{{F}}", "afmt": back}
    model = genanki.Model(1_700_000_001, "Tiny", [{"name": name} for name in fields], [template])
    deck = genanki.Deck(1_700_000_002, "Tiny deck")
    for number, front in enumerate(fronts):
        note = genanki.Note(model, [front, *("more" for _ in fields[1:])], guid=f"tiny{number}", due=number)
        deck.add_note(note)
    path = folder / "tiny.apkg"
    genanki.Package(deck).write_to_file(path, timestamp=time)
    return path


def test_a_first_import_is_all_new(collection: Collection, tmp_path: Path) -> None:
    """All notes of a package are new to an empty collection, in the package's order, and Anki is content."""
    assert import_package(collection, package(tmp_path)) == Imported(new=3)
    fronts = [collection.get_card(card).note().fields[0] for card in cards_in_order(collection)]
    assert fronts == list(FRONTS)
    assert_clean(collection)


def test_the_same_package_again_is_all_duplicates(collection: Collection, tmp_path: Path) -> None:
    """Notes that are not newer are left as they are."""
    import_package(collection, package(tmp_path))
    assert import_package(collection, package(tmp_path)) == Imported(duplicate=3)


def test_an_older_package_is_taken_only_when_told_to(collection: Collection, tmp_path: Path) -> None:
    """An older note replaces the one that is there only with the option to update notes always."""
    import_package(collection, package(tmp_path))
    older = package(tmp_path, ("one", "two", "drei"), time=1.7e9 - 60)
    assert import_package(collection, older) == Imported(duplicate=3)
    assert import_package(collection, older, always=True) == Imported(updated=3)
    assert collection.find_notes("drei")


def test_newer_notes_are_updated(collection: Collection, tmp_path: Path) -> None:
    """A newer note replaces the text of the one that is there."""
    import_package(collection, package(tmp_path))
    newer = package(tmp_path, ("one", "two", "drei"), time=1.7e9 + 60)
    assert import_package(collection, newer) == Imported(updated=3)
    assert collection.find_notes("drei")


def test_another_note_type_is_a_conflict(collection: Collection, tmp_path: Path) -> None:
    """Notes whose note type has gained a field are counted as conflicting."""
    import_package(collection, package(tmp_path))
    changed = package(tmp_path, fields=("F", "B", "Third"), time=1.7e9 + 60)
    assert import_package(collection, changed) == Imported(conflicting=3)


def test_the_user_reviews_flags_suspends_and_tags(collection: Collection, tmp_path: Path) -> None:
    """What the user does is found in the collection afterwards."""
    import_package(collection, package(tmp_path))
    first, second, third = cards_in_order(collection)
    answer_all(collection)
    set_due(collection, [first], "5")
    flag(collection, [second], 3)
    suspend(collection, [third])
    tag(collection, [first], "marked mine")
    assert [collection.get_card(card).reps for card in (first, second, third)] == [1, 1, 1]
    assert collection.get_card(first).type == CARD_TYPE_REV
    assert collection.get_card(first).due == collection.sched.today + 5
    assert collection.get_card(second).type == CARD_TYPE_LRN
    assert collection.get_card(second).user_flag() == 3
    assert collection.get_card(third).queue == QUEUE_TYPE_SUSPENDED
    assert collection.get_card(first).note().tags == ["marked", "mine"]


@pytest.mark.parametrize(
    ("front", "check"),
    [
        ("", "Empty Cards"),
        ('<img src="gone.png">', "Check Media, missing"),
    ],
)
def test_the_checks_find_faults(collection: Collection, tmp_path: Path, front: str, check: str) -> None:
    """An empty card and a missing image are not clean."""
    import_package(collection, package(tmp_path))
    note = collection.get_card(cards_in_order(collection)[0]).note()
    note.fields[0] = front
    collection.update_note(note)
    with pytest.raises(AssertionError, match=check):
        assert_clean(collection)


def test_unused_media_is_found(collection: Collection, tmp_path: Path) -> None:
    """A file that no note refers to is not clean."""
    import_package(collection, package(tmp_path))
    collection.media.write_data("lonely.png", b"picture")
    with pytest.raises(AssertionError, match="Check Media, unused"):
        assert_clean(collection)


def test_a_damaged_database_is_found(collection: Collection, tmp_path: Path) -> None:
    """A card without its note is not clean."""
    import_package(collection, package(tmp_path))
    assert collection.db is not None
    collection.db.execute("delete from notes where flds like 'one%'")
    with pytest.raises(AssertionError, match="Check Database"):
        assert_clean(collection)
