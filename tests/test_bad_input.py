"""Bad input: a deck with a warning, or a sentence with a place; never much time or memory."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType

import pytest
from bombs import BOMBS
from confined import recto
from previews import built
from torture import Effort, Tally

FIRST = "## What is a bight?\n\nA slack bend.\n\n"
SECOND = "## What is a knot?\n\nA knot.\n"
KNOTS = FIRST + SECOND
FORMATS = "heading, details, label, bold, bullet, quote, table, definition, separator, paragraph"
NOTHING = (
    "a.md:1:1: R001 no question found in this document\n"
    f"  hint: looked for {FORMATS}; see docs/formats.md, or name the format with --read-as\n"
)


LONG_CODE = (
    "a.md:3:1: R403 this code is too long for colours; it is shown without them\n"
    "  hint: for colours: at most 20,000 characters, 1,000 in a line, 200 blanks in a row\n"
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
    Row("code without end", answer(f"```python\n{'x = 1' * 4_000}\n```"), LONG_CODE),
    Row("code with a long line", answer(f"```python\n{'x = 1' * 400}\n```"), LONG_CODE),
    Row("code with a gap", answer(f"```python\nx\n{' ' * 300}y\n```"), LONG_CODE),
    Row("code of no language without end", answer(f"```\n{'x = 1' * 4_000}\n```")),
    yaml("front matter that nests", "title: " + "[" * 20_000, (1, "it nests too deep")),
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
    assert done.stderr == row.said + summed_up
    assert (done.returncode, done.stdout) == (row.code, "")
    assert written == (["a.md", "out.apkg", "recto.lock"] if row.notes else ["a.md"])


@pytest.mark.torture
@pytest.mark.parametrize("name", BOMBS)
def test_twice_the_text_is_twice_the_work(name: str, effort: Effort) -> None:
    """What parsers have choked on takes twice the calls of functions when it is twice as long, not four times."""
    size = effort(600, 4_000)
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
        (home / f"{stem}.md").write_bytes(bomb(effort(5_000, 250_000)).encode())
    done = recto("build", ".", folder=home, seconds=effort(60, 600))
    assert done.returncode in {0, 1}, done.stderr
    assert all(
        re.match(r"\S+\.md:\d+:\d+: R\d{3} |  hint: |dist/", told) for told in done.stderr.splitlines()
    )
