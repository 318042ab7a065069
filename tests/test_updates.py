"""What a second build and a second import do: plans, times, styles, and the lock's own faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import Imported, import_package
from click.testing import CliRunner
from program import Run

from recto import notetype
from recto.cli import recto as command

TWO = "# Knots\n\n## What is a bight?\n\nA slack bend in a rope.\n\n## What is a hitch?\n\nA knot around a post.\n"


@pytest.fixture
def knots(home: Path) -> Path:
    """Give a document of two questions."""
    document = home / "knots.md"
    document.write_text(TWO, encoding="utf-8")
    return document


def style(collection: Collection) -> str:
    """Return the style sheet that Anki has for the note type."""
    found = collection.models.by_name(notetype.NAME)
    assert found is not None
    return str(found["css"])


def build_here(*arguments: str) -> None:
    """Build in this process, where the note type can be changed."""
    done = CliRunner().invoke(command, ["build", *arguments])
    assert done.exit_code == 0, done.output


def test_a_new_style_reaches_anki_without_touching_a_note(
    collection: Collection, knots: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another style sheet with a later time replaces the old one; no note counts as updated."""
    monkeypatch.chdir(home)
    build_here("knots.md", "-o", "deck.apkg")
    import_package(collection, home / "deck.apkg")
    monkeypatch.setattr(notetype, "css", lambda: ".card { color: teal }")
    monkeypatch.setattr(notetype, "MODIFIED", notetype.MODIFIED + 1)
    build_here("knots.md", "-o", "deck.apkg")
    assert import_package(collection, home / "deck.apkg") == Imported(duplicate=2)
    assert style(collection) == ".card { color: teal }"


def test_another_highlighter_touches_no_note(
    collection: Collection, knots: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code that is coloured otherwise is the same code: no note's time moves, and the lock stays as it is."""
    monkeypatch.chdir(home)
    knots.write_text(f"{TWO}\n```python\nknot = 1\n```\n", encoding="utf-8")
    build_here("knots.md", "-o", "deck.apkg")
    import_package(collection, home / "deck.apkg")
    lock = (home / "recto.lock").read_bytes()
    monkeypatch.setattr("recto.render.highlight", lambda code, _name: f"<span>{code}</span>")
    build_here("knots.md", "-o", "deck.apkg")
    assert import_package(collection, home / "deck.apkg") == Imported(duplicate=2)
    assert (home / "recto.lock").read_bytes() == lock


def test_a_second_deck_leaves_the_users_own_style_alone(
    collection: Collection, knots: Path, home: Path, run: Run
) -> None:
    """CSS that the user edited in Anki survives the import of another deck of the same Recto."""
    run("build", "knots.md", "-o", "deck.apkg")
    import_package(collection, home / "deck.apkg")
    found = collection.models.by_name(notetype.NAME)
    assert found is not None
    found["css"] = ".card { color: plum }"
    collection.models.update_dict(found)
    (home / "sails.md").write_text(TWO.replace("Knots", "Sails").replace("hitch", "jib"), encoding="utf-8")
    run("build", "sails.md", "-o", "second.apkg")
    import_package(collection, home / "second.apkg")
    assert style(collection) == ".card { color: plum }"


def test_a_dry_run_tells_and_writes_nothing(knots: Path, home: Path, run: Run) -> None:
    """`--dry-run` names every change; no lock and no package is written."""
    run("build", "knots.md", "-o", "deck.apkg")
    before = {p.name: p.read_bytes() for p in home.iterdir()}
    changed = TWO.replace("A slack bend in a rope.", "A slack bend in any rope.").replace(
        "What is a hitch?", "Which knot is a hitch?"
    )
    knots.write_text(changed + "\n## What is a splice?\n\nTwo ropes made one.\n", encoding="utf-8")
    before["knots.md"] = knots.read_bytes()
    done = run("build", "knots.md", "-o", "deck.apkg", "--dry-run")
    assert done.stdout == (
        "knots.md:3: updated (answer): what is a bight?\n"
        "knots.md:7: reworded\n"
        "  was: what is a hitch?\n"
        "  now: which knot is a hitch?\n"
        "knots.md:11: new: what is a splice?\n"
    )
    assert done.stderr == "deck.apkg (not written): 3 notes (1 new, 1 reworded, 1 updated)\n"
    assert {p.name: p.read_bytes() for p in home.iterdir()} == before


def test_a_dry_run_names_what_touch_alone_updates(knots: Path, run: Run) -> None:
    """`--dry-run --touch` says of a note that nobody changed that it gets a new time."""
    run("build", "knots.md", "-o", "deck.apkg")
    told = run("build", "knots.md", "-o", "deck.apkg", "--dry-run", "--touch").stdout
    assert (
        told == "knots.md:3: updated (time): what is a bight?\nknots.md:7: updated (time): what is a hitch?\n"
    )


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_build_that_stops_says_so_last(knots: Path, home: Path, run: Run, more: tuple[str, ...]) -> None:
    """The last line says that nothing was built, and whether errors or only `--strict` stopped it."""
    knots.write_text(TWO + "\n## What is a splice?\n", encoding="utf-8")
    assert run("build", "knots.md", *more, "--strict", code=1).stderr.endswith(
        "not built: 1 warning, and --strict\n"
    )
    knots.write_text("---\na: [\n---\n" + TWO, encoding="utf-8")
    assert run("build", "knots.md", *more, code=1).stderr.endswith("not built: 1 error\n")
    assert [p.name for p in home.iterdir()] == ["knots.md"]


def test_a_dry_run_as_data(knots: Path, home: Path, run: Run) -> None:
    """`--dry-run --json` says the same for programs; a retired note is named with its id."""
    run("build", "knots.md", "-o", "deck.apkg")
    knots.write_text(TWO.partition("## What is a hitch?")[0], encoding="utf-8")
    told = json.loads(run("build", "knots.md", "--dry-run", "--json").stdout)
    assert [(n["change"], n["words"]) for n in told["notes"]] == [("unchanged", "what is a bight?")]
    assert [r["words"] for r in told["retired"]] == ["what is a hitch?"]
    assert run("build", "knots.md", "--json", code=2).stderr.endswith("--json goes with --dry-run\n")


def test_locked_refuses_to_change_the_lock(knots: Path, home: Path, run: Run) -> None:
    """`--locked` fails where the lock would change, and builds where it would not."""
    done = run("build", "knots.md", "-o", "deck.apkg", "--locked", code=1)
    assert done.stderr.endswith(
        "recto.lock: the build would change the lock\n  hint: build without --locked, and commit it\n"
    )
    assert sorted(p.name for p in home.iterdir()) == ["knots.md"]
    run("build", "knots.md", "-o", "deck.apkg")
    run("build", "knots.md", "-o", "deck.apkg", "--locked")


def test_touch_makes_anki_take_everything_over(
    collection: Collection, knots: Path, home: Path, run: Run
) -> None:
    """`--touch` gives every note a new time, for changes that Anki refused."""
    run("build", "knots.md", "-o", "deck.apkg")
    import_package(collection, home / "deck.apkg")
    run("build", "knots.md", "-o", "deck.apkg", "--touch")
    assert import_package(collection, home / "deck.apkg") == Imported(updated=2)


def test_two_changes_within_a_second_both_arrive(
    collection: Collection, knots: Path, home: Path, run: Run
) -> None:
    """A note's time moves on with each change, however fast one follows the other."""
    for wording in ("in a rope", "in a line", "in a sheet"):
        knots.write_text(TWO.replace("in a rope", wording), encoding="utf-8")
        run("build", "knots.md", "-o", "deck.apkg", SOURCE_DATE_EPOCH="1700000000")
        import_package(collection, home / "deck.apkg")
    (note,) = collection.find_notes('"in a sheet"')
    assert "sheet" in collection.get_note(note)["Answer"]


@pytest.mark.parametrize(
    ("epoch", "why"),
    [
        ("0", "SOURCE_DATE_EPOCH says 0, which is before 2001 or in the future"),
        ("99999999999", "SOURCE_DATE_EPOCH says 99999999999, which is before 2001 or in the future"),
        ("soon", "SOURCE_DATE_EPOCH is not a number of seconds: 'soon'"),
        ("-5", "SOURCE_DATE_EPOCH is not a number of seconds: '-5'"),
    ],
)
def test_impossible_times_are_refused(knots: Path, run: Run, epoch: str, why: str) -> None:
    """A time that would damage a collection never reaches a package."""
    assert why in run("build", "knots.md", code=2, SOURCE_DATE_EPOCH=epoch).stderr


def test_a_document_of_a_partial_build_keeps_its_lines(knots: Path, home: Path, run: Run) -> None:
    """Building one of two documents retires nothing of the other, even if the other has changed."""
    other = home / "sails.md"
    other.write_text(
        "# Sails\n\n## What is a jib?\n\nA sail.\n\n## What is a luff?\n\nAn edge.\n", encoding="utf-8"
    )
    run("build", "knots.md", "sails.md", "-o", "deck.apkg")
    other.write_text("# Sails\n\n## What is a jib?\n\nA sail.\n", encoding="utf-8")
    assert "retired" not in run("build", "knots.md", "-o", "deck.apkg").stderr
    assert "1 retired" in run("build", "knots.md", "sails.md", "-o", "deck.apkg").stderr
