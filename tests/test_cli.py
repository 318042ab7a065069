"""The command line: exit codes, streams, and what it says of bad input."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from program import Run

from recto import __version__

CARD = "# Ropes\n\n## What is hemp?\n\nA plant.\n\n## What is sisal?\n\nAnother plant.\n"


def test_version_and_help(run: Run) -> None:
    """`--version` and `-h` answer on stdout."""
    assert run("--version").stdout == f"recto, version {__version__}\n"
    assert run("-h").stdout == run("--help").stdout
    assert "Exit codes" in run("-h").stdout


def test_no_such_file(run: Run) -> None:
    """A path that does not exist is named."""
    done = run("build", "nowhere.md", code=2)
    assert done.stderr == (
        "recto: nowhere.md: no such file or folder\n  hint: check the path; Recto builds source/ if none is given\n"
    )


def test_a_folder_without_markdown(run: Run, home: Path) -> None:
    """A folder without documents is named; hidden folders and build output do not count."""
    for folder in (".hidden", "node_modules", "dist"):
        (home / "empty" / folder).mkdir(parents=True)
        (home / "empty" / folder / "x.md").write_text(CARD)
    done = run("build", "empty", code=2)
    assert done.stderr == (
        "recto: empty: no Markdown document in this folder\n  hint: name a .md file, or a folder that holds some\n"
    )


def test_not_utf8(run: Run, home: Path) -> None:
    """The line and the byte that is not UTF-8 are named."""
    (home / "latin.md").write_bytes(b"# Caf\xc3\xa9\n\n## What is na\xefve?\n\nx\n")
    done = run("build", "latin.md", code=2)
    assert done.stderr == (
        "recto: latin.md:3: not UTF-8: byte 0xef at offset 22\n  hint: save the document as UTF-8\n"
    )


def test_utf16_that_says_so_is_read(run: Run, home: Path) -> None:
    """A byte order mark tells UTF-16 apart."""
    (home / "wide.md").write_bytes(CARD.encode("utf-16"))
    assert len(json.loads(run("cards", "wide.md", "--json").stdout)["documents"][0]["cards"]) == 2


def test_an_output_that_cannot_be_written(run: Run, home: Path) -> None:
    """A folder in the package's place is named; the lock is not written either."""
    (home / "ropes.md").write_text(CARD)
    (home / "taken.apkg").mkdir()
    done = run("build", "ropes.md", "-o", "taken.apkg", code=2)
    assert done.stderr == "recto: taken.apkg: cannot write: this is a folder\n  hint: name a file with -o\n"
    assert not (home / "recto.lock").exists()


def test_a_file_in_the_place_of_the_output_folder(run: Run, home: Path) -> None:
    """A file where a folder should be is named; the lock is not written either."""
    (home / "ropes.md").write_text(CARD)
    (home / "file").write_text("x")
    done = run("build", "ropes.md", "-o", "file/deck.apkg", code=2)
    assert done.stderr == (
        f"recto: file{os.sep}deck.apkg: cannot write: the folder is not writable\n"
        "  hint: name another place with -o\n"
    )
    assert not (home / "recto.lock").exists()


def test_a_document_without_questions(run: Run, home: Path) -> None:
    """Exit 1, a diagnostic that says what was looked for, no package and no lock."""
    (home / "notes.md").write_text("# Notes\n\nNothing to ask.\n")
    done = run("build", "notes.md", code=1)
    assert done.stderr == (
        "notes.md:1:1: R001 no question found in this document\n"
        "  hint: looked for heading, details, label, bold, bullet, quote, table, definition, separator;"
        " see docs/formats.md, or name the format with --read-as\n"
    )
    assert sorted(p.name for p in home.iterdir()) == ["notes.md"]


def test_one_document_of_several_without_questions_is_a_warning(run: Run, home: Path) -> None:
    """The others are built all the same."""
    (home / "notes.md").write_text("# Notes\n\nNothing to ask.\n")
    (home / "ropes.md").write_text(CARD)
    assert "R002" in run("build", "ropes.md", "notes.md", "-o", "deck.apkg").stderr
    assert (home / "deck.apkg").exists()
    run("check", "ropes.md", "notes.md", "--strict", code=1)


def test_standard_input(run: Run, home: Path) -> None:
    """`-` reads a document from standard input, under the name that is given."""
    told = json.loads(run("cards", "-", "--stdin-filename", "ropes.md", "--json", stdin=CARD).stdout)
    assert told["documents"][0]["path"] == "ropes.md"
    assert [c["question"]["text"] for c in told["documents"][0]["cards"]] == [
        "What is hemp?",
        "What is sisal?",
    ]


def test_cards_as_a_table(run: Run, home: Path) -> None:
    """Without `--json`, a line a card; nothing is written."""
    (home / "ropes.md").write_text(CARD)
    assert run("cards", "ropes.md").stdout == (
        "ropes.md: 2 cards\n     3  What is hemp?  (2 words)\n     7  What is sisal?  (2 words)\n"
    )
    assert sorted(p.name for p in home.iterdir()) == ["ropes.md"]


def test_unknown_format(run: Run, home: Path) -> None:
    """A format that does not exist is answered with those that do."""
    (home / "ropes.md").write_text(CARD)
    done = run("cards", "ropes.md", "--read-as", "headings", code=2)
    assert "'headings' is not one of heading, details, label" in done.stderr


def test_check_prints_for_people_programs_and_github(run: Run, home: Path) -> None:
    """The same finding as text, as JSON and as a workflow command."""
    (home / "ropes.md").write_text(CARD + "\n## What is jute?\n")
    assert run("check", "ropes.md").stdout == (
        "ropes.md:11:1: R101 question has no answer: What is jute?\n"
        "  hint: write the answer under the question, or remove it; no card is made\n"
    )
    (found,) = json.loads(run("check", "ropes.md", "--format", "json").stdout)
    assert (found["code"], found["line"], found["column"]) == ("R101", 11, 1)
    assert run("check", "ropes.md", "--format", "github").stdout == (
        "::warning file=ropes.md,line=11,col=1,title=R101::question has no answer: What is jute?. "
        "write the answer under the question, or remove it; no card is made\n"
    )
    assert run("check", "ropes.md", "-v").stderr == (
        "ropes.md: read as: level-2 headings, 2 of 3 with an answer\n"
    )


def test_folders_become_parent_decks(run: Run, home: Path) -> None:
    """A walked folder's sub-folders stand before the title in the deck's name; links to folders are not followed."""
    (home / "all" / "sea").mkdir(parents=True)
    (home / "all" / "sea" / "ropes.md").write_text(CARD)
    (home / "all" / "land.md").write_text(CARD.replace("Ropes", "Land: a::b"))
    (home / "all" / "loop").symlink_to(home / "all")
    told = json.loads(run("cards", "all", "--json").stdout)
    assert [d["deck"] for d in told["documents"]] == ["Land: a:b", "sea::Ropes"]
    assert "all.apkg: 4 notes" in run("build", "all").stderr


@pytest.mark.parametrize("path", ["ropes.md", "./ropes.md"])
def test_the_same_document_twice_is_one(run: Run, home: Path, path: str) -> None:
    """A document that is named twice is read once."""
    (home / "ropes.md").write_text(CARD)
    assert len(json.loads(run("cards", "ropes.md", path, "--json").stdout)["documents"]) == 1
