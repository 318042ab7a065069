"""The values of the Anki side: what a question becomes on its way to a note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Literal

from recto.diagnostics import Diagnostic
from recto.document import Block, Inline
from recto.values import frozen

Change = Literal["new", "reworded", "updated", "moved", "unchanged"]


@frozen
class Question:
    """One question with its answer and code, as found in a document; nothing rendered yet."""

    path: str
    """The document, as messages call it."""
    name: str
    """The document, as the lock remembers it."""
    line: int
    column: int
    prompt: tuple[Inline, ...]
    """The words of the question, without number, marker and id."""
    front: tuple[Block, ...] = ()
    """What else stands on the front: options, code, a table, an image before the answer."""
    answer: tuple[Block, ...] = ()
    """The answer up to its first code block."""
    code: tuple[Block, ...] = ()
    """The answer from its first code block on, prose between the blocks included."""
    extra: tuple[Block, ...] = ()
    """What the author appends to the answer: references, further reading."""
    footnotes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    """The footnotes of the document, by label."""
    number: str = ""
    """The author's number of the question, such as `12` or `17a`; shown nowhere."""
    ident: str = ""
    """The explicit id, if the author gave one."""
    deck: str = ""
    section: tuple[str, ...] = ()
    """The headings above the question, outermost first, without the document's title."""
    tags: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    """The parts of the Source line: title, section, author; plain text."""
    link: str = ""
    """The URL of the document's origin, if the front matter gives one."""


@frozen
class Field:
    """A field of a note in both of its shapes."""

    html: str = ""
    text: str = ""
    """The same as plain text: what a person reads, no Markdown and no tags."""


@frozen
class CodeBlock:
    """A code block on the back of a card."""

    language: str
    """The language's name as Pygments knows it; empty if the author named none."""
    text: str
    line: int


@frozen
class Media:
    """A file that a field refers to, under the name it has in the package."""

    name: str
    """Named by content: `[A-Za-z0-9._-]`, at most 100 bytes."""
    content: bytes


MediaLoader = Callable[[str, str], Media | Diagnostic]
"""From a document's path and a reference in it to the file, or to the reason why there is none."""


@frozen
class Rendered:
    """A question whose fields are written; what is missing is who it is."""

    question: Question
    front: Field
    answer: Field
    code: Field
    source: str
    """The Source field, HTML."""
    blocks: tuple[CodeBlock, ...]
    media: tuple[Media, ...]
    words: str
    """The prompt normalised for comparison: NFKC, case-folded, no markup, number or marker."""
    body: str
    """The plain text of everything but the prompt, front first: what a sketch is made from."""
    digest: str
    """Digests, without highlighting, of question, answer, code, extra, and source with tags; dots between them."""
    extra: Field = Field()
    """What the author appends to the answer."""


@frozen
class Note:
    """A note as Anki will have it."""

    rendered: Rendered
    guid: str
    note_id: int
    """Creation time in milliseconds since 1970, unique in the lock; the card's id as well."""
    modified: int
    """Seconds since 1970; Anki takes the note over only if this is newer than what it has."""
    due: int
    """The position among new cards, below 1,000,000."""
    change: Change = "new"
    changed: tuple[str, ...] = ()
    """The parts that changed, if the note was reworded or updated: question, answer, code, extra, source and tags."""
    previous_words: str = ""
    """The words that the lock had, if the question was reworded."""


@frozen
class Deck:
    """A deck and its notes, in document order."""

    name: str
    """The full name; `::` separates parent decks."""
    notes: tuple[Note, ...]
