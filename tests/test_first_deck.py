"""The deck of the project's own document, as Anki has it after the import."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import Imported, assert_clean, cards_in_order, import_package
from program import SOURCE, recto

DOCUMENT = SOURCE / "advanced-python-interview-questions.md"
TITLE = "Advanced Python Interview Questions and Answers"

needs_document = pytest.mark.skipif(not DOCUMENT.exists(), reason="source/ is not part of this copy")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a copy of source/, lock included."""
    shutil.copytree(SOURCE, tmp_path / "home" / "source")
    return tmp_path / "home"


@pytest.fixture
def package(folder: Path) -> Path:
    """Give the package that `recto build` makes of source/."""
    done = recto("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "dist" / "advanced-python-interview-questions-and-answers.apkg"


def source_questions() -> Iterator[tuple[str, str, list[str]]]:
    """Cut the document apart by its own marks: question, answer without code, code blocks."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for part in re.split(r"^## \d+\. ", text, flags=re.MULTILINE)[1:]:
        question, _, rest = part.partition("\n")
        code = re.findall(r"^```python\n(.*?)^```$", rest, flags=re.MULTILINE | re.DOTALL)
        prose = re.sub(r"^```python\n.*?^```$", "", rest, flags=re.MULTILINE | re.DOTALL)
        yield question, prose.replace("**Answer:**", "").replace("\n---\n", ""), code


def words(text: str) -> list[str]:
    """Return the words of Markdown or HTML, without marks, tags and entities."""
    import html

    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]+>", " ", text)))


@needs_document
def test_the_deck_has_every_question_as_a_note_with_one_card(collection: Collection, package: Path) -> None:
    """25 questions become 25 notes and 25 cards in a deck named by the document's title."""
    assert import_package(collection, package) == Imported(new=25)
    assert collection.note_count() == collection.card_count() == 25
    assert [d.name for d in collection.decks.all_names_and_ids() if d.name != "Default"] == [TITLE]
    assert_clean(collection)


@needs_document
def test_fields_hold_the_documents_own_words_and_code(collection: Collection, package: Path) -> None:
    """Question, answer and code are the document's, in its order; code is the same byte for byte."""
    import html

    import_package(collection, package)
    expected = list(source_questions())
    notes = [collection.get_card(card).note() for card in cards_in_order(collection)]
    blocks = 0
    for note, (question, prose, code) in zip(notes, expected, strict=True):
        assert words(note["Question"]) == words(question)
        found = [
            html.unescape(re.sub(r"<[^>]+>", "", block))
            for block in re.findall(r"<pre[^>]*><code[^>]*>(.*?)</code></pre>", note["Code"], re.DOTALL)
        ]
        assert found == code
        blocks += len(found)
        without_code = re.sub(r"<pre.*?</pre>", " ", note["Code"], flags=re.DOTALL)
        assert words(note["Answer"]) + words(without_code) == words(prose)
    assert blocks == 18
    assert sum(bool(note["Code"]) for note in notes) == 17


@needs_document
def test_no_mark_of_the_document_is_left_in_a_field(collection: Collection, package: Path) -> None:
    """No number, no label and no rule reaches a card; lists are lists."""
    import_package(collection, package)
    notes = [collection.get_note(note) for note in collection.find_notes("")]
    for note in notes:
        assert not re.match(r"\s*(<[^>]+>)*\d+\.", note["Question"])
        assert "Answer:" not in note["Answer"]
        assert "<hr" not in "".join(note.fields)
        assert note["Source"] == f"{TITLE} · Tanu Nanda Prabhu"
        assert note["Extra"] == ""
    assert sum("<li>" in note["Answer"] for note in notes) == 9


@needs_document
def test_prose_between_code_blocks_keeps_its_place(collection: Collection, package: Path) -> None:
    """Question 16 keeps its order: prose, code, a line of prose, code."""
    import_package(collection, package)
    note = collection.get_card(cards_in_order(collection)[15]).note()
    kinds = re.findall(r"<pre|Custom context manager:", note["Code"])
    assert kinds == ["<pre", "Custom context manager:", "<pre"]
    assert note["Answer"].startswith("<p>Context managers")


@needs_document
def test_new_cards_come_in_document_order(collection: Collection, package: Path) -> None:
    """The order of new cards is the order of the document, with room between them."""
    import_package(collection, package)
    cards = [collection.get_card(card) for card in cards_in_order(collection)]
    questions = [words(card.note()["Question"]) for card in cards]
    assert questions == [words(question) for question, _, _ in source_questions()]
    assert all(b.due - a.due > 1 for a, b in pairwise(cards))
    assert cards[-1].due < 1_000_000


@needs_document
def test_importing_again_changes_nothing(collection: Collection, package: Path) -> None:
    """The same package a second time is 25 duplicates."""
    import_package(collection, package)
    assert import_package(collection, package) == Imported(duplicate=25)


@needs_document
def test_a_build_at_another_time_and_place_gives_the_same_bytes(
    folder: Path, package: Path, tmp_path: Path
) -> None:
    """With its lock committed, a document builds to the same package anywhere, at any time."""
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder / "source", elsewhere / "source")
    done = recto("build", "-o", "x.apkg", cwd=elsewhere, SOURCE_DATE_EPOCH="1500000000")
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "x.apkg").read_bytes() == package.read_bytes()
    assert (elsewhere / "source/recto.lock").read_bytes() == (folder / "source/recto.lock").read_bytes()


@needs_document
def test_the_committed_lock_is_current(folder: Path) -> None:
    """source/recto.lock is what a build would write."""
    done = recto("build", "--locked", cwd=folder)
    assert done.returncode == 0, done.stderr


@needs_document
def test_one_edited_answer_is_one_update(collection: Collection, package: Path, folder: Path) -> None:
    """An edit of one answer updates one note and leaves the others alone."""
    import_package(collection, package)
    document = folder / "source" / DOCUMENT.name
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("Monkey patching is dynamically", "Monkey patching means dynamically"))
    assert recto("build", cwd=folder).returncode == 0
    assert import_package(collection, package) == Imported(updated=1, duplicate=24)
    assert_clean(collection)
