"""The lock under attack, as a user meets it: cut, shuffled, doubled, flipped, merged; told, and nothing written."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from confined import recto
from program import git
from torture import Effort, Tally

KNOTS = "# Knots\n\n" + "".join(
    f"## What is a {name}?\n\nA {name}, größer than a knot: {name * 3}.\n\n"
    for name in ("bight", "bend", "hitch", "splice", "whipping")
)
RESTORE = "  hint: bring the last good one back, with git: `git checkout -- recto.lock`\n"
RESOLVE = "  hint: keep the lines of both sides, delete the marks, and build again\n"
EMPTY = f"recto: recto.lock:1: the lock is empty\n{RESTORE}"
NO_HEADER = f"recto: recto.lock:1: the first line is not the header of a lock\n{RESTORE}"
UNFINISHED = "recto: recto.lock:{line}: the lock holds the marks of an unfinished merge\n" + RESOLVE
PLACED = re.compile(r"recto: recto\.lock:\d+: [^\n]+\n  hint: [^\n]+\n")


@pytest.fixture
def folder(home: Path) -> Path:
    """Give a folder with a document, its package and its lock."""
    (home / "a.md").write_text(KNOTS)
    assert recto("build", "a.md", "-o", "a.apkg", folder=home).returncode == 0
    return home


def refusal(folder: Path, lock: bytes, *command: str) -> str:
    """Build with a damaged lock, which is refused; return what is said.  Lock and package stay as they were."""
    package = (folder / "a.apkg").read_bytes()
    (folder / "recto.lock").write_bytes(lock)
    done = recto(*(command or ("build", "a.md", "-o", "a.apkg")), folder=folder)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert (folder / "recto.lock").read_bytes() == lock
    assert (folder / "a.apkg").read_bytes() == package
    assert sorted(path.name for path in folder.iterdir()) == ["a.apkg", "a.md", "recto.lock"]
    return done.stderr


def guids(lock: bytes) -> list[str]:
    """Return the guids of a lock in the order of its lines."""
    return [json.loads(line)["guid"] for line in lock.splitlines()[1:-1]]


@pytest.mark.torture
def test_a_lock_cut_after_any_byte(folder: Path, effort: Effort, tally: Tally) -> None:
    """It is refused with the place where it ends, and neither it nor the package is touched."""
    whole = (folder / "recto.lock").read_bytes()
    header = whole.index(b"\n")
    for length in range(0, len(whole), effort(131, 1)):
        tally["locks cut"] += 1
        cut = whole[:length]
        line = cut.count(b"\n") + (not cut.endswith(b"\n"))
        expected = (
            EMPTY if not length
            else NO_HEADER if length < header
            else f"recto: recto.lock:{line}: the lock was cut: its last line is not `end`\n{RESTORE}"
        )  # fmt: skip
        told = refusal(folder, cut)
        assert told == expected or (
            length > header and told.startswith(f"recto: recto.lock:{line}: not UTF-8")
        )


@pytest.mark.parametrize("command", ["check", "cards", "preview", "build --dry-run"])
def test_every_command_refuses_a_cut_lock(command: str, folder: Path) -> None:
    """Not only a build: whatever asks the lock says what is wrong with it."""
    whole = (folder / "recto.lock").read_bytes()
    told = refusal(folder, whole.removesuffix(b"end\n"), *command.split(), "a.md")
    assert told == f"recto: recto.lock:6: the lock was cut: its last line is not `end`\n{RESTORE}"


@pytest.mark.torture
def test_a_flipped_bit(folder: Path, effort: Effort, tally: Tally) -> None:
    """It is refused with its line, or it is what that one line says from then on; no other note is touched."""
    whole = (folder / "recto.lock").read_bytes()
    chance = random.Random(7)  # noqa: S311 (the same places each time)
    for place in sorted(chance.sample(range(len(whole)), min(len(whole), effort(15, 3_000)))):
        tally["bits flipped"] += 1
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        (folder / "recto.lock").write_bytes(damaged)
        done = recto("build", "a.md", "-o", "a.apkg", folder=folder)
        if done.returncode:
            assert done.returncode == 2
            assert PLACED.fullmatch(done.stderr)
            assert (folder / "recto.lock").read_bytes() == damaged
        else:
            hit = whole.count(b"\n", 0, place) - 1
            others = {guid for n, guid in enumerate(guids(whole)) if n != hit}
            assert others <= set(guids((folder / "recto.lock").read_bytes()))


def test_lines_in_any_order_and_twice(folder: Path) -> None:
    """Shuffled lines, and each line a second time, are put in order: the same notes, and the same lock."""
    whole = (folder / "recto.lock").read_bytes()
    header, *lines, end = whole.splitlines(keepends=True)
    for others in (lines[::-1], lines * 2, [*lines[2:], *lines]):
        (folder / "recto.lock").write_bytes(b"".join([header, *others, end]))
        done = recto("build", "a.md", "-o", "a.apkg", folder=folder)
        assert done.stderr == "a.apkg: 5 notes (5 unchanged)\n"
        assert (folder / "recto.lock").read_bytes() == whole


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("guid", "\ud800", "the guid is not made of letters, digits and signs of ASCII"),
        ("guid", "a b", "the guid is not made of letters, digits and signs of ASCII"),
        ("guid", "a\x1f", "the guid is not made of letters, digits and signs of ASCII"),
        ("note", 10**30, "a number is out of range"),
        ("modified", 10**30, "a number is out of range"),
        ("due", 10**30, "a number is out of range"),
        ("note", 1e300, "note is not a whole number"),
        ("words", None, "words is not a text"),
        ("sketch", "x" * 10_000, "the sketch cannot be read"),
        ("colour", "red", "unknown key colour"),
        ("\x1b[31m", "red", "unknown key \\x1b[31m"),
    ],
)  # fmt: skip
def test_a_line_that_anki_could_not_take(key: str, value: object, fault: str, folder: Path) -> None:
    """What would be no note of Anki's is refused by its line before it gets there."""
    header, first, *rest = (folder / "recto.lock").read_bytes().split(b"\n")
    line = json.dumps({**json.loads(first), key: value}).encode()
    told = refusal(folder, b"\n".join([header, line, *rest]))
    assert told == f"recto: recto.lock:2: this is not a note's line: {fault}\n{RESTORE}"


@pytest.mark.parametrize(
    "document", ["../../etc/passwd", "/etc/passwd", "a\0b", "x" * 5_000, "", ".", "\ud800"]
)
def test_a_line_of_a_document_elsewhere(document: str, folder: Path) -> None:
    """A document that a line names is looked for, never read: its words stay where they are."""
    header, first, *rest = (folder / "recto.lock").read_bytes().split(b"\n")
    line = json.dumps(
        {**json.loads(first), "document": document, "words": "x", "guid": "aa", "note": 5}
    ).encode()
    (folder / "recto.lock").write_bytes(b"\n".join([header, first, line, *rest]))
    done = recto("build", "a.md", "-o", "a.apkg", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "5 notes (5 unchanged)" in done.stderr
    assert "aa" in guids((folder / "recto.lock").read_bytes())


class Branches:
    """A repository with a document of many questions, its lock, and two branches."""

    def __init__(self, folder: Path) -> None:
        """Commit a document and its lock."""
        self.folder = folder
        self.questions = {f"knot {n}": f"It is knot {n}, made of rope {n * n} and time." for n in range(40)}
        self.git("init", "--quiet", "--initial-branch", "ours")
        self.commit(self.questions)
        self.git("branch", "theirs")

    def git(self, *arguments: str) -> int:
        """Run Git in the repository; return its exit code."""
        return git(self.folder, *arguments)

    def write(self, questions: dict[str, str]) -> None:
        """Write the document."""
        text = "".join(f"## What is {name}?\n\n{words}\n\n" for name, words in questions.items())
        (self.folder / "a.md").write_text(f"# Knots\n\n{text}")

    def commit(self, questions: dict[str, str]) -> None:
        """Write, build and commit."""
        self.write(questions)
        assert recto("build", "a.md", "-o", "a.apkg", folder=self.folder).returncode == 0
        self.git("add", "a.md", "recto.lock")
        self.git("commit", "--quiet", "--message", "Build")

    def merge(self, ours: dict[str, str], theirs: dict[str, str]) -> int:
        """Commit on both branches and merge; return the number of lines with marks that Git left in the lock."""
        self.commit(ours)
        self.git("checkout", "--quiet", "theirs")
        self.commit(theirs)
        self.git("checkout", "--quiet", "ours")
        self.git("merge", "--quiet", "--no-edit", "theirs")
        return len(re.findall("^[<=>]{7}", self.lock.read_text(), re.MULTILINE))

    @property
    def lock(self) -> Path:
        """The lock."""
        return self.folder / "recto.lock"

    def resolve(self) -> None:
        """Keep the lines of both sides."""
        kept = [line for line in self.lock.read_text().splitlines(keepends=True) if line[0] not in "<=>"]
        self.lock.write_text("".join(kept))

    def reworded(self, name: str, new: str) -> dict[str, str]:
        """Return the questions, one of them in other words."""
        return {new if each == name else each: words for each, words in self.questions.items()}


@pytest.fixture
def branches(home: Path) -> Branches:
    """Give a repository with two branches."""
    return Branches(home)


def test_branches_that_add_and_reword_elsewhere(branches: Branches) -> None:
    """Where Git merges the lock by itself, every card stays who it is, and nothing more is asked of anyone."""
    ours = branches.reworded("knot 5", "knot number five") | {"a bowline": "A loop."}
    theirs = {"a hitch": "It holds a post."} | branches.reworded("knot 20", "knot number twenty")
    before = set(guids(branches.lock.read_bytes()))
    assert branches.merge(ours, theirs) == 0
    both = {"a hitch": theirs["a hitch"]} | {
        "knot number twenty" if name == "knot 20" else name: words for name, words in ours.items()
    }
    branches.write(both)
    done = recto("build", "a.md", "-o", "a.apkg", folder=branches.folder)
    assert done.stderr == "a.apkg: 42 notes (42 unchanged)\n"
    assert len(set(guids(branches.lock.read_bytes())) - before) == 2


def test_branches_that_reword_the_same_question(branches: Branches) -> None:
    """The marks are refused, then the two lines; the one that is kept decides, and the card is still the same."""
    before = set(guids(branches.lock.read_bytes()))
    ours, theirs = (
        branches.reworded("knot 3", "knot number three"),
        branches.reworded("knot 3", "the third knot"),
    )
    assert branches.merge(ours, theirs) == 3
    branches.write(ours)
    marked = branches.lock.read_bytes()
    (line,) = (n for n, text in enumerate(marked.splitlines(), 1) if text.startswith(b"<<<<<<<"))
    done = recto("build", "a.md", "-o", "a.apkg", folder=branches.folder)
    assert (done.returncode, done.stderr) == (2, UNFINISHED.format(line=line))
    assert branches.lock.read_bytes() == marked
    branches.resolve()
    both = branches.lock.read_bytes()
    (guid,) = {guid for guid in guids(both) if guids(both).count(guid) == 2}
    done = recto("build", "a.md", "-o", "a.apkg", folder=branches.folder)
    assert (done.returncode, done.stderr) == (
        2,
        f"recto: recto.lock:{line + 1}: the note {guid} stands here with other content than in line {line}\n"
        "  hint: keep the line that knows the question as the document has it now, and delete the other\n",
    )
    assert branches.lock.read_bytes() == both
    lines = both.splitlines(keepends=True)
    branches.lock.write_bytes(b"".join(lines[:line] + lines[line + 1 :]))
    done = recto("build", "a.md", "-o", "a.apkg", folder=branches.folder)
    assert done.stderr == "a.apkg: 40 notes (40 unchanged)\n"
    assert set(guids(branches.lock.read_bytes())) == before
