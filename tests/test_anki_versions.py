"""What differs between the versions of Anki; `make test-anki-versions` runs this with old ones, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import Imported, import_package
from old_anki import STAMPS_UPDATES, VERSION
from program import PROJECT, Run
from scenes import BUILD, EPOCH, PACKAGE, QUESTIONS, document, edited, put


@pytest.fixture
def updated(collection: Collection, home: Path, run: Run) -> Collection:
    """Give a collection with a deck that was built some time ago, and updated by an import just now."""
    put(home, {"source/knots.md": document(QUESTIONS).encode()})
    run(*BUILD, SOURCE_DATE_EPOCH=EPOCH)
    assert import_package(collection, home / PACKAGE) == Imported(new=12)
    (home / "source" / "knots.md").write_text(document(edited()), encoding="utf-8")
    run(*BUILD, SOURCE_DATE_EPOCH=EPOCH)
    assert import_package(collection, home / PACKAGE) == Imported(new=1, updated=2, duplicate=9)
    return collection


def test_the_time_of_an_updated_note(updated: Collection) -> None:
    """It is the package's; from 2.1.54 to 24.11, Anki sets it to the time of the import."""
    times = {updated.get_note(note).mod for note in updated.find_notes("")}
    assert (times == {int(EPOCH), int(EPOCH) + 1}) is not STAMPS_UPDATES


def test_an_edit_from_before_the_import(updated: Collection, home: Path, run: Run) -> None:
    """Those take an edit that was built before the import of another one for old; `--touch` brings it in, in all."""
    put_right = document(edited()).replace("tricks done", "feats done")
    (home / "source" / "knots.md").write_text(put_right, encoding="utf-8")
    run(*BUILD, SOURCE_DATE_EPOCH=EPOCH)
    arrived = Imported(duplicate=12) if STAMPS_UPDATES else Imported(updated=1, duplicate=11)
    assert import_package(updated, home / PACKAGE) == arrived
    run(*BUILD, "--touch")
    assert import_package(updated, home / PACKAGE) == Imported(updated=12)
    assert len(updated.find_notes('"feats done"')) == 1


def test_the_documentation_names_the_versions() -> None:
    """The page about updates says which versions of Anki are tested, and this is one of them."""
    page = (PROJECT / "docs" / "how-updates-work.md").read_text(encoding="utf-8")
    _, _, row = page.partition("## Which Anki")
    assert f"| {'.'.join(map(str, VERSION))} |" in row
