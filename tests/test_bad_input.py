"""Bad input: a deck with a warning, or a sentence with a place; never much time or memory."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType

import pytest
from bombs import BOMBS
from confined import recto
from previews import built
from program import Done, Run
from torture import Effort, Tally

from recto.files import MAX_BYTES

FIRST = "## What is a bight?\n\nA slack bend.\n\n"
SECOND = "## What is a knot?\n\nA knot.\n"
KNOTS = FIRST + SECOND
FORMATS = "heading, details, label, bold, bullet, quote, table, definition, separator, paragraph"
NOTHING = (
    "a.md:1:1: R001 no question found in this document\n"
    f"  hint: looked for {FORMATS}; see docs/formats.md, or name the format with --read-as\n"
)
NOT_BUILT = "not built: 1 error\n"


FLAT = "  hint: use fewer levels of lists and quotes; give every row of a table its cells\n"
DEEP = f"a.md:3:1: R007 nested too deep: what follows is shown as text\n{FLAT}"
UNCLOSED = (
    "a.md:3:1: R006 code fence is never closed; read as closed at line 5\n"
    "  hint: write the closing fence behind the code\n"
)
HIDDEN = (
    "a.md:5:1: R010 comment is never closed; what follows is on no card\n"
    "  hint: write --> behind the comment\n"
)
LONG_CODE = (
    "a.md:3:1: R403 this code is too long for colours; it is shown without them\n"
    "  hint: for colours: at most 10,000 characters, 1,000 in a line, 200 blanks in a row\n"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of bad input, and what becomes of it."""

    name: str
    document: str | bytes
    said: str = ""
    """All that is said before the line that sums up, word for word."""
    notes: int = 2
    """How many notes there are in the deck; 0 if there is no deck."""

    @property
    def code(self) -> int:
        """The exit code: 2 for what stops everything, 1 for a document's errors."""
        return 0 if self.notes else 2 if self.said.startswith("recto: ") else 1


def undecodable(name: str, document: bytes, line: int, why: str) -> Row:
    """Make a row of a document that is no text."""
    return Row(name, document, f"recto: a.md:{line}: {why}\n  hint: save the document as UTF-8\n", 0)


def control(name: str, document: str | bytes, line: int, column: int) -> Row:
    """Make a row of a document with control characters."""
    said = f"a.md:{line}:{column}: R005 control characters were removed\n"
    return Row(name, document, f"{said}  hint: save the document as plain UTF-8 text\n")


def yaml(name: str, front_matter: str, *faults: tuple[int, str]) -> Row:
    """Make a row of front matter; a fault is a line and why it cannot be read."""
    said = "".join(
        f"a.md:{line}:1: R003 the front matter cannot be read: {why}\n"
        "  hint: correct the YAML between the two lines of ---\n"
        for line, why in faults
    )
    return Row(name, f"---\n{front_matter}\n---\n{KNOTS}", said, 0 if faults else 2)


def answer(body: str) -> str:
    """Return a document with an answer, and another question behind it."""
    return f"## What is a bight?\n\n{body}\n\n{SECOND}"


PLAIN = "title is not plain text"
BOMB = ", ".join(f"&{b} [*{a}, *{a}]" for a, b in pairwise("abcdefghijklmnopqrstuvwxyz"))

ROWS = (
    undecodable("not UTF-8", "## Größe?\n\nx\n".encode("latin-1"), 1, "not UTF-8: byte 0xf6 at offset 5"),
    undecodable("UTF-8 that is cut", FIRST.encode() + b"\xe2\x82", 5, "not UTF-8: byte 0xe2 at offset 36"),
    undecodable("a surrogate", FIRST.encode() + b"\xed\xa0\x80", 5, "not UTF-8: byte 0xed at offset 36"),
    undecodable("half of UTF-16", FIRST.encode("utf-16")[:-1], 4, "not UTF-16: byte 0x0a at offset 72"),
    Row("UTF-16 that says so", KNOTS.encode("utf-16")),
    Row("UTF-16, the other end first", ("\ufeff" + KNOTS).encode("utf-16-be")),
    control("UTF-16 without a mark", KNOTS.encode("utf-16-le"), 1, 2),
    control("UTF-32", KNOTS.encode("utf-32"), 1, 1),
    Row("nothing", "", NOTHING, 0),
    Row("blanks", " \n\t\n\u3000\n", NOTHING, 0),
    Row("a byte order mark and nothing", "\ufeff", NOTHING, 0),
    control("NUL", answer("a\0b"), 3, 2),
    control("what a terminal obeys", answer("a\x01\x1b[31m\x7f\x9f"), 3, 2),
    control("the separator of fields", answer("a\x1fb\x1e"), 3, 2),
    control("the mark of a slot", answer("\x020\x02 `a`"), 3, 1),
    control("form feeds", answer("a\x0c\n\x0cb"), 3, 2),
    control("a mark in the middle", answer("a\ufeffb"), 3, 2),
    control("line ends of Unicode", answer("a\x0b\u2028b\u2029c\x85d"), 3, 2),
    Row("references to no character", answer("&#xD800; &#xDFFF; &#x110000; &#0; &#x1f; &#xFFFF;")),
    Row("lines that end in CR", KNOTS.replace("\n", "\r")),
    Row("lines that end in all ways", KNOTS.replace("\n\n", "\r\n\r").replace(".\n", ".\n\r")),
    Row("words from right to left", answer("\u202e\u2066אבג\u2069\u202c\u200f مرحبا")),
    Row("a hundred thousand marks", answer("a" + "\u0301\u0323" * 50_000)),
    Row("a title of marks", "# a" + "\u0301\u0323" * 40_000 + f"\n\n{KNOTS}"),
    Row("the ends of Unicode", answer("\U0001f41f\U0010ffff\ufffe")),
    Row("front matter never closed", f"---\ntitle: a\n\n{KNOTS}"),
    Row("quotes in quotes", answer("> " * 10_000 + "a"), DEEP),
    Row("lists in lists", answer("- " * 10_000 + "a"), DEEP),
    Row("numbered lists in lists", answer("1. " * 10_000 + "a"), DEEP),
    Row("folds in folds", answer("<details>\n\n" * 1_000 + "a"), DEEP.replace("3:1", "183:1")),
    Row("tags in tags", answer("<div>" * 10_000 + "a")),
    Row("bold in bold", answer("**a *b " * 2_000 + "c" + "* d**" * 2_000)),
    Row("a table of a thousand columns", answer(f"{'|a' * 1_000}|\n{'|-' * 1_000}|\n{'|b' * 1_000}|")),
    Row("a fence never closed", answer("```python\nx = 1"), UNCLOSED),
    Row("HTML never closed", answer("<b><i><table><tr><td>a <a href='b")),
    Row("a comment never closed", f"{FIRST}<!-- b\n\n{SECOND}", HIDDEN, 1),
    Row("a heading of 100,000 words", f"## What is{' a' * 100_000}?\n\nx\n\n{SECOND}"),
    Row("a number of 100,000 digits", f"## {'1' * 100_000}. What?\n\nx\n\n## {'2' * 100_000}. Who?\n\ny\n"),
    Row("a list that begins with a number of 100,000 digits", answer("1" * 100_000 + ". a")),
    Row("code without end", answer(f"```python\n{'x = 1' * 4_000}\n```"), LONG_CODE),
    Row("code with a long line", answer(f"```python\n{'x = 1' * 400}\n```"), LONG_CODE),
    Row("code with a gap", answer(f"```python\nx\n{' ' * 300}y\n```"), LONG_CODE),
    Row("code of no language without end", answer(f"```\n{'x = 1' * 4_000}\n```")),
    yaml("front matter that nests", "title: " + "[" * 3_000, (1, "it nests too deep")),
    yaml("front matter without end", "title: " + "a" * 70_000, (1, "it is longer than 65536 characters")),
    yaml("a bomb of aliases", f"title: [&a [x], {BOMB}]", (2, PLAIN)),
    yaml("a bomb that bites itself", "title: &a [*a]", (2, PLAIN)),
    yaml("a tag that builds an object", 'title: !!python/object/apply:os.mkdir ["pwned"]', (2, PLAIN)),
    yaml("a tag of one's own", "title: !knot a", (2, PLAIN)),
    yaml("a key that stands twice", "title: a\ntitle: b", (3, "title stands in it twice")),
    yaml("an alias of nothing", "<<: *x", (2, "found undefined alias 'x'")),
    yaml("a tab", "\ttitle: a", (2, r"found character '\t' that cannot start any token")),
    yaml("another version", "%YAML 9.9", (2, "found incompatible YAML document (version 1.* is required)")),
    yaml("an escape beyond Unicode", r'title: "\U00110000"', (1, "an escape in it is no character")),
    yaml("surrogates", r'title: "\ud800"' "\n" r'deck: "\udc00"' "\n" r'author: "\x1f"' "\n" r'source: "\0"'),
    yaml("a number of 5,000 digits for a title", "title: " + "1" * 5_000),
)
"""What can be written in a line."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_becomes_of_bad_input(row: Row, home: Path) -> None:
    """Each kind of bad input gives the deck, or the exact message and nothing else, whatever it is."""
    check(row, home)


def check(row: Row, home: Path) -> None:
    """Build a row's document as a user does, within limits, and look at what is said and what is written."""
    content = row.document if isinstance(row.document, bytes) else row.document.encode()
    (home / "a.md").write_bytes(content)
    done = recto("build", "-o", "out.apkg", "a.md", folder=home)
    written = sorted(path.name for path in home.iterdir())
    plural = "s" if row.notes != 1 else ""
    summed_up = f"out.apkg: {row.notes} note{plural} ({row.notes} new)\n" if row.notes else ""
    assert done.stderr == row.said + (NOT_BUILT if row.code == 1 else summed_up)
    assert (done.returncode, done.stdout) == (row.code, "")
    assert written == (["a.md", "out.apkg", "recto.lock"] if row.notes else ["a.md"])


@pytest.mark.torture
@pytest.mark.parametrize("name", BOMBS)
def test_twice_the_text_is_twice_the_work(name: str, effort: Effort) -> None:
    """What parsers have choked on takes twice the calls of functions when it is twice as long, not four times."""
    size = effort(400, 4_000)
    once, twice = (calls(BOMBS[name](length)) for length in (size, 2 * size))
    assert twice < 3 * once


def calls(text: str) -> int:
    """Count the calls of functions that it takes to build a document, Python's own included."""
    count = 0

    def counted(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        built(text)
    finally:
        sys.setprofile(before)
    return count


PARTS = 10


@pytest.mark.torture
@pytest.mark.parametrize("part", range(PARTS))
def test_no_bomb_goes_off(part: int, home: Path, effort: Effort, tally: Tally) -> None:
    """However long they are, they become decks or are told what is wrong, in bounded time and memory."""
    for name, bomb in list(BOMBS.items())[part::PARTS]:
        tally["bombs built"] += 1
        stem = re.sub(r"\W+", "-", repr(name))
        (home / f"{stem}.md").write_bytes(bomb(effort(2_500, 100_000)).encode())
    done = recto("build", ".", folder=home, seconds=effort(60, 600))
    assert done.returncode in {0, 1}, done.stderr
    assert all(
        re.match(r"\S+\.md:\d+:\d+: R\d{3} |  hint: |dist/|not built: ", told)
        for told in done.stderr.splitlines()
    )


@pytest.mark.torture
def test_questions_by_the_hundred_thousand(home: Path, effort: Effort) -> None:
    """Every question is a note, however many there are."""
    count = effort(1_000, 100_000)
    text = "".join(f"## What is {n}?\n\nIt is {n}.\n\n" for n in range(count))
    check(Row("many", text, notes=count), home)


@pytest.mark.torture
def test_a_line_just_short_of_the_limit(home: Path, effort: Effort) -> None:
    """A line of ten megabytes is an answer; with one byte more than the limit it is no document."""
    for word in ("word ", "x", "é ", "[x] ", "1. ")[: effort(1, 5)]:
        fitting = answer(word * ((MAX_BYTES - 100) // len(word.encode())))
        (home / "a.md").write_text(fitting, encoding="utf-8")
        done = recto("build", "a.md", folder=home, seconds=300, megabytes=6_000)
        assert done.returncode == 0, done.stderr
        shutil.rmtree(home / "dist")
        (home / "recto.lock").unlink()
        longer = fitting.encode().ljust(MAX_BYTES + 1)
        said = "recto: a.md: longer than 10 MB\n  hint: divide it into several documents\n"
        check(Row("too long", longer, said, 0), home)


NAMES = (
    *(
        b"a b.md",
        b"a'b\"c.md",
        b"a\nb.md",
        b"a\x1b[31mb.md",
        b"-o.md",
        b"%s{x}.md",
        b"con.md",
        b"a..md",
        b"a;b.md",
    ),
    *(
        b"$(a).md",
        b"`a`.md",
        b"*.md",
        b"a\\b.md",
        b" .md",
        b"\xff\xfe.md",
        "\N{FISH}.md".encode(),
        "\u202ea.md".encode(),
    ),
)


def test_names_of_every_kind(home: Path, run: Run) -> None:
    """Whatever a file is called, its questions are in a deck, and what is said keeps to its line."""
    (home / "s").mkdir()
    kept = 0
    for name in NAMES:
        with suppress(OSError):  # a system may refuse what is no text
            (home / "s" / os.fsdecode(name)).write_text(
                f"## What is {kept}?\n\nx\n\n## Who is {kept}?\n\ny\n"
            )
            kept += 1
    assert run("build", "s").stderr == f"dist/s.apkg: {2 * kept} notes ({2 * kept} new)\n"
    assert run("build", "s").stderr == f"dist/s.apkg: {2 * kept} notes ({2 * kept} unchanged)\n"
    assert len(json.loads(run("cards", "--json", "s").stdout)["documents"]) == kept
    assert run("preview", "s").stderr == f"dist/s.html: {2 * kept} cards\n"
    said = run("check", "-v", "s").stderr
    assert said.count("\n") == kept + 1
    assert said.endswith(f"{kept} documents, {2 * kept} cards: nothing found wrong\n")
    assert "\x1b" not in said


def test_each_name_alone(home: Path) -> None:
    """A file is built by its name, and its deck has a name that every system takes."""
    for number, name in enumerate(NAMES):
        file = home / str(number) / os.fsdecode(name)
        file.parent.mkdir()
        with suppress(OSError):
            file.write_text(KNOTS)
            assert recto("build", str(file), folder=home).returncode == 0
    packages = [package.name for package in (home / "dist").iterdir()]
    assert packages
    assert all(re.fullmatch(r"[\w-]+\.apkg", name) for name in packages)


def test_folders_without_end(home: Path) -> None:
    """Folders in folders are decks in decks, up to a number that nobody needs."""
    folder = home
    for _ in range(400):
        folder /= "d"
        folder.mkdir()
    (home / Path(*["d"] * 101) / "a.md").write_text(KNOTS)
    done = recto("build", "d", folder=home)
    assert (done.returncode, done.stderr) == (
        2, "recto: d: folders nest more than 100 levels deep\n  hint: name an inner folder by itself\n"
    )  # fmt: skip
    shutil.rmtree(home / Path(*["d"] * 102))
    assert recto("build", "d", folder=home).returncode == 0


def test_a_folder_that_is_called_like_a_document(home: Path, run: Run) -> None:
    """It is a folder, by itself and in a walk."""
    (home / "s" / "x.md").mkdir(parents=True)
    assert run("build", "s/x.md", code=2).stderr == (
        "recto: s/x.md: no Markdown document in this folder\n  hint: name a .md file, or a folder that holds some\n"
    )
    (home / "s" / "x.md" / "a.md").write_text(KNOTS)
    assert run("build", "s").stderr == "dist/x-md-a.apkg: 2 notes (2 new)\n"


def test_links_that_lead_nowhere(home: Path) -> None:
    """A document that is a link to itself, or to nothing, is named; folders that are links are not entered."""
    (home / "s").mkdir()
    (home / "s" / "a.md").write_text(KNOTS)
    (home / "s" / "again").symlink_to(".")
    assert recto("build", "s", folder=home).stderr == "dist/a.apkg: 2 notes (2 new)\n"
    for target in ("loop.md", "nothing.md"):
        (home / "s" / "loop.md").symlink_to(target)
        assert recto("build", "s", folder=home).stderr == (
            "recto: s/loop.md: not a file\n  hint: remove it, or the link to it\n"
        )
        assert recto("build", "s/loop.md", folder=home).stderr == (
            "recto: s/loop.md: no such file or folder\n"
            "  hint: check the path; Recto builds source/ if none is given\n"
        )
        (home / "s" / "loop.md").unlink()


def test_what_may_not_be_read(home: Path) -> None:
    """A document, a folder or a lock that this user may not read is named, and nothing is written."""
    powerless = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if powerless and not shutil.which("setpriv"):
        pytest.skip("root reads everything, and there is no setpriv to hinder it")
    (home / "s").mkdir()
    (home / "s" / "a.md").write_text(KNOTS)
    (home / "s" / "recto.lock").write_text("")
    for name in ("s/recto.lock", "s/a.md", "s"):
        (home / name).chmod(0)
        done = subprocess.run(
            [*powerless, sys.executable, "-m", "recto", "build", "s"],
            cwd=home, capture_output=True, text=True, check=False,
        )  # fmt: skip
        (home / name).chmod(0o700)
        assert (done.returncode, done.stderr) == (2, f"recto: {name}: permission denied\n")
    assert sorted(path.name for path in home.rglob("*")) == ["a.md", "recto.lock", "s"]


def shell(command: str, home: Path) -> Done:
    """Run a command line of the shell, in which `recto` is the program."""
    program = f"{sys.executable} -m recto"
    line = f'set -o pipefail; recto() {{ {program} "$@"; }}; {command}'
    return subprocess.run(["bash", "-c", line], cwd=home, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("recto build - <&-", 2, "recto: -: standard input is closed\n"),
        ("recto build - </dev/null", 1, NOTHING.replace("a.md", "-") + NOT_BUILT),
        ("recto build - 0>out", 2, "recto: -: bad file descriptor\n"),
        ("recto cards --json a.md >&-", 0, ""),
        ("recto cards --json a.md >/dev/full", 2, "recto: no space left on device\n"),
        ("recto cards a.md >&- 2>&- <&-", 0, ""),
        ("recto build /dev/null", 1, NOTHING.replace("a.md", "/dev/null") + NOT_BUILT),
        ("mkfifo f.md && (cat a.md >f.md & recto build f.md -o f.apkg)", 0, "f.apkg: 2 notes (2 new)\n"),
    ],
)
def test_streams_that_are_closed(command: str, code: int, said: str, home: Path) -> None:
    """Whatever is closed, full or cut short: an exit code and at most a sentence."""
    (home / "a.md").write_text(KNOTS)
    done = shell(command, home)
    assert (done.returncode, done.stderr) == (code, said)


@pytest.mark.parametrize("command", ["cards", "cards --json", "check", "--help", "build --dry-run"])
def test_a_reader_that_has_gone(command: str, home: Path) -> None:
    """Output that nobody reads any more ends the program without a word."""
    (home / "a.md").write_text(KNOTS.replace("A knot.", "![x](x.png)"))
    reader, writer = os.pipe()
    os.close(reader)
    paths = [] if command == "--help" else ["a.md"]
    done = subprocess.run(
        [sys.executable, "-m", "recto", *command.split(), *paths],
        cwd=home, stdout=writer, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writer)
    assert done.returncode == 1
    assert not re.search("Traceback|rror|pipe", done.stderr)
