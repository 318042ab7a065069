"""One story in Anki: a deck is studied, its document is edited for years, and no card forgets anything."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from anki.cards import Card
from anki.collection import Collection
from anki_backend import (
    Imported,
    answer_all,
    assert_clean,
    cards_in_order,
    flag,
    import_package,
    suspend,
    tag,
)
from program import SOURCE, Run

DOCUMENT = "advanced-python-interview-questions.md"
PACKAGE = "dist/advanced-python-interview-questions-and-answers.apkg"

Schedule = tuple[int, int, int, int, int, int, int]


def schedule(card: Card) -> Schedule:
    """Return what Anki knows of a card's reviews, its flag and its queue."""
    return card.type, card.queue, card.due, card.ivl, card.factor, card.reps, card.flags


def schedules(collection: Collection) -> dict[int, Schedule]:
    """Return the schedule of every card."""
    return {card: schedule(collection.get_card(card)) for card in cards_in_order(collection)}


def numbered(document: Path) -> tuple[str, list[str]]:
    """Cut a document into its head and its questions, numbers included."""
    head, *parts = re.split(r"(?m)^(?=## \d+\. )", document.read_text(encoding="utf-8"))
    return head, parts


def renumbered(head: str, parts: list[str]) -> str:
    """Put a document together with its questions numbered anew."""
    return head + "".join(re.sub(r"^## \d+\.", f"## {n}.", part) for n, part in enumerate(parts, 1))


@pytest.fixture
def document(home: Path) -> Path:
    """Give a copy of the project's own document, with its lock, in a folder that is a repository."""
    shutil.copytree(SOURCE, home / "source")
    (home / ".git").mkdir()
    return home / "source" / DOCUMENT


def test_a_studied_deck_outlives_every_edit(
    collection: Collection, home: Path, run: Run, document: Path
) -> None:
    """Edit, reword, insert, renumber, swap, delete, put back, move: every schedule, flag and tag is kept."""
    package = home / PACKAGE
    run("build")
    assert import_package(collection, package) == Imported(new=25)
    cards = cards_in_order(collection)
    answer_all(collection)
    tag(collection, cards[4:5], "mine")
    flag(collection, cards[6:8], 3)
    suspend(collection, cards[8:10])
    studied = schedules(collection)

    head, parts = numbered(document)
    parts[1] = parts[1].replace("It is needed because", "It exists because")
    parts[2] = parts[2].replace(
        "How can you achieve true parallelism in Python?", "How do you get true parallelism?"
    )
    parts[10], parts[11] = parts[11], parts[10]
    deleted = parts.pop(20)
    inserted = (
        "## 0. What is a walrus?\n\n**Answer:**\nAn operator that names a value where it is used.\n\n---\n\n"
    )
    parts.insert(14, inserted)
    document.write_text(renumbered(head, parts), encoding="utf-8")

    told = run("build").stderr
    assert "25 notes (1 new, 1 reworded, 1 updated, 22 unchanged), 1 retired" in told
    assert "was: how can you achieve true parallelism in python?" in told
    assert "now: how do you get true parallelism?" in told
    assert re.search(r'deck:"Advanced Python Interview Questions and Answers" \(nid:\d+\)', told)
    assert import_package(collection, package) == Imported(new=1, updated=2, duplicate=22)
    assert collection.note_count() == 26
    assert {c: s for c, s in schedules(collection).items() if c in studied} == studied
    assert "mine" in collection.get_card(cards[4]).note().tags
    assert_clean(collection)

    fresh = [c for c in cards_in_order(collection) if c not in studied]
    assert len(fresh) == 1
    built = run("cards", "--json").stdout
    assert "walrus" in built

    parts.insert(21, deleted)
    document.write_text(renumbered(head, parts), encoding="utf-8")
    run("build")
    assert import_package(collection, package).new == 0

    moved, rest = parts[:5], parts[5:]
    document.write_text(renumbered(head, rest), encoding="utf-8")
    (document.parent / "basics.md").write_text(renumbered("# Basics\n\n", moved), encoding="utf-8")
    run("build", "-o", "both.apkg")
    assert import_package(collection, home / "both.apkg").new == 0
    assert collection.note_count() == 26
    assert {c: s for c, s in schedules(collection).items() if c in studied} == studied

    told = run("build", "source/basics.md", "-o", "one.apkg").stderr
    assert "retired" not in told
    assert import_package(collection, home / "one.apkg").new == 0
    assert_clean(collection)


def test_a_new_question_lies_between_its_neighbours(
    collection: Collection, home: Path, run: Run, document: Path
) -> None:
    """A question that is inserted later is learnt between those beside it, where the deck is imported afresh."""
    run("build")
    import_package(collection, home / PACKAGE)
    head, parts = numbered(document)
    parts.insert(14, "## 0. What is a walrus?\n\n**Answer:**\nAn operator.\n\n---\n\n")
    document.write_text(renumbered(head, parts), encoding="utf-8")
    run("build")
    assert import_package(collection, home / PACKAGE) == Imported(new=1, duplicate=25)
    order = [collection.get_card(card).note()["Question"] for card in cards_in_order(collection)]
    assert "walrus" in order[14]


def test_without_a_lock_unedited_questions_come_back_as_they_were(
    collection: Collection, home: Path, run: Run, document: Path
) -> None:
    """The lock deleted, the unedited document gives the notes that Anki has already."""
    run("build")
    import_package(collection, home / PACKAGE)
    (document.parent / "recto.lock").unlink()
    run("build")
    assert import_package(collection, home / PACKAGE).new == 0


def test_the_same_question_twenty_times(collection: Collection, home: Path, run: Run) -> None:
    """Twenty cards ask the same; one more in the middle is one new note."""
    parts = [
        f"## What's the output?\n\n```js\nconsole.log({n} + {n * n});\n```\n\n**Answer:** {n + n * n}\n\n"
        for n in range(20)
    ]
    document = home / "output.md"
    document.write_text("# Output quiz\n\n" + "".join(parts), encoding="utf-8")
    run("build", "output.md", "-o", "deck.apkg")
    assert import_package(collection, home / "deck.apkg") == Imported(new=20)
    parts.insert(
        9, "## What's the output?\n\n```js\nconsole.log([] + {});\n```\n\n**Answer:** an object's name\n\n"
    )
    document.write_text("# Output quiz\n\n" + "".join(parts), encoding="utf-8")
    run("build", "output.md", "-o", "deck.apkg")
    assert import_package(collection, home / "deck.apkg") == Imported(new=1, duplicate=20)
    assert_clean(collection)
