"""Source -> Document: the tokens of the Markdown parser become a tree of frozen blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import PurePosixPath
from string import ascii_letters

from recto.diagnostics import LIMIT, UNCLOSED_COMMENT, Diagnostic, diagnostic
from recto.document import Align, Block, BlockKind, Document, Inline, Meta, Source, plain
from recto.markdown import rawhtml
from recto.markdown.elements import FOLDS, Element, finished
from recto.markdown.grammar import AT_LIMIT, MAX_NESTING, TOO_DEEP, Token, tokens
from recto.markdown.inline import drop, split_lines, strip
from recto.markdown.mend import mend
from recto.markdown.steps import raw_steps, steps, without_closing_tags, without_id
from recto.reading.labels import opens_line
from recto.reading.wording import is_question

_CONTAINERS: dict[str, BlockKind] = {
    "blockquote_open": "quote",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "table_open": "table",
    "tr_open": "row",
    "dl_open": "definitions",
    "dd_open": "definition",
}
_INLINE_CONTAINERS: dict[str, BlockKind] = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "th_open": "cell",
    "td_open": "cell",
    "dt_open": "term",
}
_LEAVES: dict[str, BlockKind] = {"fence": "code", "code_block": "code", "hr": "rule", "math_block": "math"}
_PREFIX = re.compile(r"(?:\s|>|[-*+](?=\s)|\d+[.)](?=\s))*")
_NO_PREFIX = ascii_letters + "#`|<"
"""What begins most lines, and none that anything stands before."""
_TASK = re.compile(r"\[([ xX])\]\s+")
_NUMBERED_HEADING = re.compile(r"(\d{1,5})[.)]\s+(#{1,6})\s+(?=\S)")
_ALIGN: dict[str, Align] = {
    "text-align:left": "left",
    "text-align:center": "center",
    "text-align:right": "right",
}


def parse(source: Source) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Parse a document: CommonMark 0.31 with tables, strikethrough, footnotes, definition lists and math.

    Every block knows its lines and column (1-based) and its pre-order index.  HTML headings, `<details>` and
    `<pre>` are blocks like their Markdown equals.  Never fails: what cannot be read is a diagnostic.
    """
    text, mended = mend(source.path, source.text)
    stream = tokens(text)
    meta, faults = Meta(), tuple[Diagnostic, ...]()
    if stream and stream[0].type == "front_matter":
        from recto.markdown import frontmatter

        meta, faults = frontmatter.read(source.path, stream[0].content)
    builder = _Builder(text.split("\n"), stream)
    blocks = builder.siblings("")
    limits = (diagnostic(LIMIT, source.path, line, 1, what=what) for what, line in builder.limits.items())
    hidden = (diagnostic(UNCLOSED_COMMENT, source.path, line, 1) for line in builder.unclosed)
    title = meta.title or _first_title(blocks) or _file_title(source.path)
    return Document(source, meta, title, blocks, builder.footnotes), (*mended, *faults, *limits, *hidden)


def _is_prose(tag: str, text: str) -> bool:
    """Tell whether raw HTML in an element is to be read as prose: in a fold, if it has no tags of its own."""
    return bool(tag) and (tag not in FOLDS or "<" not in text)


def _first_title(blocks: tuple[Block, ...]) -> str:
    """Return the first level-1 heading, or the first heading if it outranks all others and asks nothing."""
    headings = [b for b in blocks if b.kind == "heading" and b.words]
    if found := next((h.words for h in headings if h.level == 1), ""):
        return found
    if len(headings) > 1 and headings[0].level < min(h.level for h in headings[1:]):
        return "" if is_question(headings[0].words) else headings[0].words
    return ""


def _file_title(path: str) -> str:
    """Return a file's name as words; of one that is not UTF-8, what can be read."""
    return PurePosixPath(path).stem.encode("utf-8", "replace").decode()


@dataclass(eq=False, repr=False)
class _Builder:
    """Walks the token stream once; `position` is the next token, `count` the next pre-order index."""

    lines: list[str]
    stream: list[Token]
    position: int = 0
    count: int = 0
    depth: int = 0
    """How many containers and elements are open."""
    limits: dict[str, int] = field(default_factory=dict)
    """Which limits were reached, and on which line first."""
    unclosed: list[int] = field(default_factory=list)
    """The lines of comments that hide all that follows."""
    footnotes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    closing: list[str] = field(default_factory=list)
    """The tags that the text of a paragraph closes; their elements are open around it."""

    def siblings(self, closing: str) -> tuple[Block, ...]:
        """Read blocks up to the closing token of their container, or to the end of the stream."""
        elements = [Element("", 0, 0, 0)]
        while self.position < len(self.stream):
            token = self.stream[self.position]
            self.position += 1
            if token.type == closing:
                break
            if token.type == "html_block":
                self._html(token, elements)
            else:
                elements[-1].blocks += self._block(token)
                if self.closing:
                    line = elements[-1].blocks[-1].end_line if elements[-1].blocks else 0
                    self.closing = [tag for tag in self.closing if not self._closed(tag, elements, line)]
        while len(elements) > 1:
            self._close(
                elements, elements[-1].blocks[-1].end_line if elements[-1].blocks else elements[-1].line
            )
        return tuple(elements[0].blocks)

    def _block(self, token: Token) -> Sequence[Block]:
        first, last = (token.map[0] + 1, max(token.map[0] + 1, token.map[1])) if token.map else (0, 0)
        if kind := _INLINE_CONTAINERS.get(token.type):
            inline_token = self.stream[self.position]
            self.position += 2
            line, end = (first, last) if first else self._lines_of(inline_token)
            inline = steps(inline_token.children or [])
            if kind == "paragraph":
                return self._paragraphs(inline, line, end)
            return (self._text_block(kind, token, inline, line, end),)
        if kind := _CONTAINERS.get(token.type):
            return (self._container(kind, token, first, last),)
        if kind := _LEAVES.get(token.type):
            return (self._leaf(kind, token, first, last),)
        if token.type == AT_LIMIT:
            self.limits.setdefault(token.content, first)
        elif token.type == "footnote_open":
            label = str(token.meta.get("label") or token.meta["id"])
            self.footnotes[label] = self.siblings("footnote_close")
        return ()

    def _leaf(self, kind: BlockKind, token: Token, first: int, last: int) -> Block:
        at = self._next()
        last = max(first, self._last_line(first, last))
        text, info = token.content, token.info.strip()
        return Block(
            kind, first, last, self._column(first), at, at, text=text, info=info, marker=token.markup
        )

    def _text_block(
        self, kind: BlockKind, token: Token, inline: tuple[Inline, ...], line: int, end: int
    ) -> Block:
        at = self._next()
        place = line, end, self._column(line), at, at
        if kind == "heading":
            inline, ident = without_id(inline)
            level, marker = int(token.tag[1]), token.markup[:1]
            return Block(kind, *place, inline=inline, level=level, marker=marker, ident=ident)
        align = _ALIGN.get(str(token.attrs.get("style", "")), "")
        return Block(kind, *place, inline=inline, align=align)

    def _paragraphs(self, inline: tuple[Inline, ...], line: int, end: int) -> list[Block]:
        """Begin a paragraph of its own with each line that begins with a question or answer label.

        A line such as `12. ### words` is a heading although the paragraph above it swallowed it: a list that does
        not begin with 1 cannot interrupt a paragraph (CommonMark 5.2).
        """
        inline, closed = without_closing_tags(inline)
        self.closing += closed
        lines = split_lines(inline)
        starts = _beginnings(lines)
        if len(starts) == 1:
            at = self._next()
            return [Block("paragraph", line, end, self._column(line), at, at, inline=inline)]
        offsets = [0, *accumulate(len(part) + 1 for part in lines)]
        blocks = []
        for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
            at = self._next()
            content = strip(inline[offsets[start] : offsets[stop] - 1])
            last = line + stop - 1 if stop < len(lines) else end
            block = Block("paragraph", line + start, last, self._column(line + start), at, at, inline=content)
            blocks.append(_numbered_heading(block) if start else block)
        return blocks

    def _container(self, kind: BlockKind, token: Token, line: int, end: int) -> Block:
        at = self._next()
        self.depth += 1
        children = self.siblings(token.type.replace("_open", "_close"))
        self.depth -= 1
        if kind == "row":
            line, end = (children[0].line, children[-1].end_line) if children else (line, end)
        place = line, end, self._column(line), at, self.count - 1
        marker = token.markup
        if kind == "list":
            start = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
            tight = _is_tight(token, self.stream, self.position)
            return Block(kind, *place, children=children, marker=marker, start=start, tight=tight)
        if kind == "item":
            checked, children = _task(children)
            number = int(token.info) if token.info.isdigit() else None
            return Block(kind, *place, children=children, marker=marker, start=number, checked=checked)
        if kind == "table":
            heading = [replace(row, header=True) for row in children[:1]]
            return Block(kind, *place, children=(*heading, *children[1:]))
        return Block(kind, *place, children=children)

    def _html(self, token: Token, elements: list[Element]) -> None:
        first = (token.map or [0])[0] + 1
        for piece in rawhtml.pieces(token.content):
            line = first + piece.line
            end = line + piece.text.rstrip("\n").count("\n")
            here = elements[-1]
            if piece.kind == "comment" and not piece.text.endswith("-->"):
                self.unclosed.append(line)
            if piece.kind == "open":
                self._open(piece, elements, line)
            elif piece.kind == "close":
                self._closed(piece.text, elements, line)
            elif piece.kind == "code":
                at = self._next()
                block = Block("code", line, end + 1, 1, at, at, text=piece.text, info=piece.info, marker="<")
                here.blocks.append(block)
            elif piece.kind == "button" or (piece.kind == "html" and _is_prose(here.tag, piece.text)):
                if inline := raw_steps(piece.text):
                    at = self._next()
                    here.blocks.append(Block("paragraph", line, end, 1, at, at, inline=inline))
            elif piece.kind != "component" and piece.text.strip():
                at = self._next()
                here.blocks.append(Block("html", line, end, self._column(line), at, at, text=piece.text))

    def _open(self, piece: rawhtml.Piece, elements: list[Element], line: int) -> None:
        """Open an element; a heading closes the heading that it stands in, and a summary the summary."""
        for outer in reversed(elements):
            if outer.tag in {"", "details"}:
                break
            if outer.tag[0] == piece.text[0]:
                self._closed(outer.tag, elements, line)
                break
        if self.depth < MAX_NESTING:
            self.depth += 1
            elements.append(Element(piece.text, line, self._column(line), self._next(), piece.info))
        else:
            self.limits.setdefault(TOO_DEEP, line)

    def _closed(self, tag: str, elements: list[Element], line: int) -> bool:
        """Close the innermost element with a tag, and those within it; tell whether there is one."""
        if all(element.tag != tag for element in elements):
            return False
        while elements[-1].tag != tag:
            self._close(elements, line)
        self._close(elements, line)
        return True

    def _close(self, elements: list[Element], line: int) -> None:
        element = elements.pop()
        self.depth -= 1
        elements[-1].blocks.append(finished(element, line, self.count - 1))

    def _next(self) -> int:
        self.count += 1
        return self.count - 1

    def _column(self, line: int) -> int:
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        found = _PREFIX.match(text) if text[:1] not in _NO_PREFIX else None
        return found.end() + 1 if found else 1

    def _last_line(self, first: int, last: int) -> int:
        while last > first and not self.lines[last - 1].strip():
            last -= 1
        return last

    @staticmethod
    def _lines_of(token: Token) -> tuple[int, int]:
        return (token.map[0] + 1, max(token.map[0] + 1, token.map[1])) if token.map else (0, 0)


def _beginnings(lines: Sequence[tuple[Inline, ...]]) -> list[int]:
    """Return which lines of a paragraph begin a block: the first one, each with a label, and those of a heading."""
    starts = [0]
    heading = False
    for n, line in enumerate(lines[1:], 1):
        words = plain(line)
        is_heading = "#" in words and _NUMBERED_HEADING.match(words) is not None
        if is_heading or heading or opens_line(words):
            starts.append(n)
        heading = is_heading
    return starts


def _numbered_heading(block: Block) -> Block:
    """Make a heading of a paragraph such as `12. ### words`; any other stays what it is."""
    found = _NUMBERED_HEADING.match(block.words)
    if found is None:
        return block
    inline = drop(block.inline, found.end())
    return replace(block, kind="heading", inline=inline, level=len(found[2]), marker="#", start=int(found[1]))


def _is_tight(opening: Token, stream: list[Token], after: int) -> bool:
    """Tell whether a list's own paragraphs are hidden (markdown-it marks them so in a tight list)."""
    level = opening.level + 2
    for index in range(after - 2, -1, -1):
        token = stream[index]
        if token is opening:
            break
        if token.type == "paragraph_open" and token.level == level:
            return token.hidden
    return True


def _task(children: tuple[Block, ...]) -> tuple[bool | None, tuple[Block, ...]]:
    if not children or children[0].kind != "paragraph" or not children[0].inline:
        return None, children
    head = children[0].inline[0]
    found = _TASK.match(head.text) if head.kind == "text" else None
    if found is None:
        return None, children
    inline = (replace(head, text=head.text[found.end() :]), *children[0].inline[1:])
    return found[1] != " ", (replace(children[0], inline=inline), *children[1:])
