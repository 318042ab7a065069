"""The values of the Markdown side: a source text, and the tree of blocks it parses to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Literal

from recto.values import frozen

InlineKind = Literal[
    "text",
    "code",
    "softbreak",
    "hardbreak",
    "html",
    "math",
    "displaymath",
    "image",
    "footnote",
    "em",
    "strong",
    "s",
    "link",
]

Align = Literal["", "left", "center", "right"]

BlockKind = Literal[
    "paragraph",
    "heading",
    "code",
    "rule",
    "html",
    "math",
    "quote",
    "list",
    "item",
    "table",
    "row",
    "cell",
    "definitions",
    "term",
    "definition",
    "details",
]


@frozen
class Source:
    """One Markdown document as it was read."""

    path: str
    """What messages call it: as given on the command line, with forward slashes."""
    name: str
    """The path relative to the folder of the lock, with forward slashes: what the lock remembers it by."""
    text: str
    """The decoded text, without a byte order mark, lines ending in LF."""
    folders: tuple[str, ...] = ()
    """The folders between the walked folder and the document; they become parent decks."""


@frozen
class Inline:
    """One step of a paragraph's content: a flat list of these is what a paragraph, a heading or a cell holds.

    `em`, `strong`, `s` and `link` come in pairs, an opening step (nesting 1) and a closing one (nesting -1).
    """

    kind: InlineKind
    nesting: int = 0
    """1 opens a span, -1 closes it, 0 stands alone."""
    text: str = ""
    """The words, the code, the raw HTML, the TeX, or an image's alternative text."""
    target: str = ""
    """Where a link or an image points, percent-encoded as CommonMark has it; a footnote's label."""
    title: str = ""


BREAKS = {"softbreak", "hardbreak"}
_BREAKING = dict.fromkeys(BREAKS, " ")
BLANK = " \t\n\u00a0\u200b\u3000"
"""What may be stripped from the ends of words."""


def plain(inline: Iterable[Inline]) -> str:
    """Return the words alone, on one line: no markup, no raw tags, an image by its alternative text."""
    words = [
        _BREAKING.get(step.kind, step.text) if step.kind != "html" else _raw(step.text) for step in inline
    ]
    return "".join(words).strip(BLANK)


def _raw(tag: str) -> str:
    return " " if tag[:3].lower() == "<br" else ""


@frozen
class Block:
    """A block of the document; its place in the tree is known by a pre-order interval."""

    kind: BlockKind
    line: int
    """The first line, 1-based."""
    end_line: int
    """The last line, 1-based, inclusive."""
    column: int = 1
    """Where the block's own text begins on its first line, 1-based."""
    at: int = 0
    """The pre-order index of this block in its document."""
    last: int = 0
    """The highest pre-order index within this block; equal to `at` for a leaf."""
    inline: tuple[Inline, ...] = ()
    """The content of a paragraph, heading, cell, term, or the summary of a `details` block."""
    children: tuple[Block, ...] = ()
    text: str = ""
    """The text of a code block (with its final line ending), the TeX of a math block, or raw HTML."""
    info: str = ""
    """A code block's info string."""
    level: int = 0
    """A heading's level, 1 to 6."""
    marker: str = ""
    """How it was written: `#`, `=`, `-` or `<` for a heading; `-`, `*`, `+`, `.` or `)` for a list; the fence."""
    start: int | None = None
    """An ordered list's first number; the number of an item, or of a heading that should have opened one."""
    tight: bool = False
    """A list whose items hold no paragraphs of their own (CommonMark 5.3)."""
    checked: bool | None = None
    """A task list item's box; None for an ordinary item."""
    align: Align = ""
    """A cell's alignment."""
    header: bool = False
    """A table's heading row."""
    words: str = field(init=False, default="", compare=False)
    """The inline content as plain words, on one line; made from `inline` once, since every reader asks for it."""
    ident: str = ""
    """The explicit id of a heading (`{#id}`) or of the `<!-- id: x -->` comment behind it."""

    def __post_init__(self) -> None:
        """Read the words out of the inline content."""
        if self.inline:
            object.__setattr__(self, "words", plain(self.inline))


@frozen
class Meta:
    """What the front matter says of the document; empty where it says nothing."""

    title: str = ""
    deck: str = ""
    tags: tuple[str, ...] = ()
    format: str = ""
    author: str = ""
    source: str = ""


@frozen
class Document:
    """A parsed document."""

    source: Source
    meta: Meta
    title: str
    """The front matter's title, else the first level-1 heading, else the file's name."""
    blocks: tuple[Block, ...]
    footnotes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    """The blocks of each footnote by its label."""
