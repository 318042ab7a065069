"""Source -> Document: the tokens of the Markdown parser become a tree of frozen blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from recto import frontmatter, rawhtml
from recto.diagnostics import TOO_DEEP, Diagnostic, diagnostic
from recto.document import Align, Block, BlockKind, Document, Inline, InlineKind, Meta, Source
from recto.inline import plain, split_lines, strip
from recto.labels import opens_line
from recto.markdown import MAX_NESTING, Token, inline_tokens, tokens
from recto.mend import mend

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
_SPANS: dict[str, InlineKind] = {"em": "em", "strong": "strong", "s": "s", "link": "link"}
_HTML_SPANS: dict[str, InlineKind] = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
_HTML_SPAN = re.compile(r"<(/?)(b|strong|i|em)\s*>", re.IGNORECASE)
_SINGLE: dict[str, InlineKind] = {
    "text": "text",
    "text_special": "text",
    "code_inline": "code",
    "softbreak": "softbreak",
    "hardbreak": "hardbreak",
    "html_inline": "html",
    "math_inline": "math",
    "math_inline_double": "displaymath",
}
_PREFIX = re.compile(r"(?:\s|>|[-*+](?=\s)|\d+[.)](?=\s))*")
_HEADING_ID = re.compile(r"\s*\{:?\s*#([^\s}]+)[^}]*\}\s*$")
_TASK = re.compile(r"\[([ xX])\]\s+")
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
        meta, faults = frontmatter.read(source.path, stream[0].content)
    builder = _Builder(text.split("\n"), stream)
    blocks = builder.siblings("")
    deep = next((t for t in stream if t.level >= MAX_NESTING - 1 and t.map), None)
    too_deep = (diagnostic(TOO_DEEP, source.path, (deep.map or [0])[0] + 1, 1),) if deep else ()
    title = meta.title or _first_title(blocks) or PurePosixPath(source.path).stem
    return Document(source, meta, title, blocks, builder.footnotes), (*mended, *faults, *too_deep)


def _first_title(blocks: tuple[Block, ...]) -> str:
    return next(
        (plain(b.inline) for b in blocks if b.kind == "heading" and b.level == 1 and plain(b.inline)), ""
    )


@dataclass
class _Open:
    """A raw HTML element that is still open while its blocks are gathered."""

    tag: str
    line: int
    at: int
    ident: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass
class _Builder:
    """Walks the token stream once; `position` is the next token, `count` the next pre-order index."""

    lines: list[str]
    stream: list[Token]
    position: int = 0
    count: int = 0
    footnotes: dict[str, tuple[Block, ...]] = field(default_factory=dict)

    def siblings(self, closing: str) -> tuple[Block, ...]:
        """Read blocks up to the closing token of their container, or to the end of the stream."""
        open_tags = [_Open("", 0, 0)]
        while self.position < len(self.stream):
            token = self.stream[self.position]
            self.position += 1
            if token.type == closing:
                break
            if token.type == "html_block":
                self._html(token, open_tags)
            else:
                open_tags[-1].blocks.extend(self._block(token))
        while len(open_tags) > 1:
            blocks = open_tags[-1].blocks
            self._close(open_tags, blocks[-1].end_line if blocks else open_tags[-1].line)
        return tuple(open_tags[0].blocks)

    def _block(self, token: Token) -> Iterator[Block]:
        first, last = (token.map[0] + 1, max(token.map[0] + 1, token.map[1])) if token.map else (0, 0)
        if kind := _INLINE_CONTAINERS.get(token.type):
            inline_token = self.stream[self.position]
            self.position += 2
            line, end = (first, last) if first else self._lines_of(inline_token)
            yield from self._text_block(kind, token, _inline(inline_token.children or []), line, end)
        elif kind := _CONTAINERS.get(token.type):
            yield self._container(kind, token, first, last)
        elif kind := _LEAVES.get(token.type):
            at = self._next()
            last = max(first, self._last_line(first, last))
            column = self._column(first)
            yield Block(
                kind,
                first,
                last,
                column,
                at,
                at,
                text=token.content,
                info=token.info.strip(),
                marker=token.markup,
            )
        elif token.type == "footnote_open":
            label = str(token.meta.get("label") or token.meta["id"])
            self.footnotes[label] = self.siblings("footnote_close")

    def _text_block(
        self, kind: BlockKind, token: Token, inline: tuple[Inline, ...], line: int, end: int
    ) -> Iterator[Block]:
        if kind == "paragraph":
            yield from self._paragraphs(inline, line, end)
            return
        at = self._next()
        align = _ALIGN.get(str(token.attrs.get("style", "")), "")
        block = Block(kind, line, end, self._column(line), at, at, inline=inline)
        if kind == "heading":
            inline, ident = _without_id(inline)
            level, marker = int(token.tag[1]), token.markup[:1]
            block = replace(block, inline=inline, ident=ident, level=level, marker=marker)
        elif align:
            block = replace(block, align=align)
        yield block

    def _paragraphs(self, inline: tuple[Inline, ...], line: int, end: int) -> Iterator[Block]:
        """Begin a paragraph of its own with each line that begins with a question or answer label."""
        starts = [0]
        lines = split_lines(inline)
        starts.extend(n for n, part in enumerate(lines) if n and opens_line(plain(part)))
        for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
            at = self._next()
            content = inline if len(starts) == 1 else strip(_joined(inline, lines, start, stop))
            last = line + stop - 1 if stop < len(lines) else end
            yield Block("paragraph", line + start, last, self._column(line + start), at, at, inline=content)

    def _container(self, kind: BlockKind, token: Token, line: int, end: int) -> Block:
        at = self._next()
        children = self.siblings(token.type.replace("_open", "_close"))
        if kind == "row":
            line, end = (children[0].line, children[-1].end_line) if children else (line, end)
        block = Block(kind, line, end, self._column(line), at, self.count - 1, children=children)
        if kind == "list":
            start = token.attrs.get("start", 1) if token.type == "ordered_list_open" else None
            return replace(
                block,
                marker=token.markup,
                start=None if start is None else int(start),
                tight=_is_tight(token, self.stream, self.position),
            )
        if kind == "item":
            checked, children = _task(children)
            number = int(token.info) if token.info.isdigit() else None
            return replace(block, marker=token.markup, start=number, checked=checked, children=children)
        if kind == "table":
            rows = tuple(replace(row, header=n == 0) for n, row in enumerate(children))
            return replace(block, children=rows)
        return block

    def _html(self, token: Token, open_tags: list[_Open]) -> None:
        first = (token.map or [0])[0] + 1
        for piece in rawhtml.pieces(token.content):
            line = first + piece.line
            here = open_tags[-1]
            if piece.kind == "open":
                open_tags.append(_Open(piece.text, line, self._next(), piece.info))
            elif piece.kind == "close":
                if any(opened.tag == piece.text for opened in open_tags):
                    while open_tags[-1].tag != piece.text:
                        self._close(open_tags, line)
                    self._close(open_tags, line)
            elif piece.kind == "code":
                at = self._next()
                end = line + piece.text.count("\n")
                here.blocks.append(
                    Block("code", line, end, 1, at, at, text=piece.text, info=piece.info, marker="<")
                )
            elif here.tag not in {"", "details"} and piece.kind == "html":
                at = self._next()
                inline = strip(_inline(inline_tokens(piece.text)))
                here.blocks.append(
                    Block("paragraph", line, line + piece.text.count("\n"), 1, at, at, inline=inline)
                )
            elif piece.text.strip():
                at = self._next()
                end = line + piece.text.rstrip("\n").count("\n")
                here.blocks.append(Block("html", line, end, self._column(line), at, at, text=piece.text))

    def _close(self, open_tags: list[_Open], line: int) -> None:
        closed = open_tags.pop()
        outer = open_tags[-1].blocks
        block = Block(
            "details",
            closed.line,
            line,
            self._column(closed.line),
            closed.at,
            self.count - 1,
            ident=closed.ident,
        )
        if closed.tag == "details":
            summary = closed.blocks[0] if closed.blocks and closed.blocks[0].kind == "term" else None
            children = tuple(closed.blocks[1:] if summary else closed.blocks)
            outer.append(
                replace(block, inline=summary.inline if summary else (), children=children, ident="")
            )
            return
        paragraphs = [b.inline for b in closed.blocks if b.inline]
        inline = (
            paragraphs[0]
            if len(paragraphs) == 1
            else tuple(
                step for n, p in enumerate(paragraphs) for step in ((Inline("softbreak"), *p) if n else p)
            )
        )
        if closed.tag == "summary":
            outer.append(replace(block, kind="term", inline=inline, last=closed.at))
        else:
            inline, ident = _without_id(inline)
            ident = ident or ""
            outer.append(
                replace(
                    block, kind="heading", inline=inline, level=int(closed.tag[1]), marker="<", ident=ident
                )
            )

    def _next(self) -> int:
        self.count += 1
        return self.count - 1

    def _column(self, line: int) -> int:
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        found = _PREFIX.match(text)
        return (found.end() if found else 0) + 1

    def _last_line(self, first: int, last: int) -> int:
        while last > first and not self.lines[last - 1].strip():
            last -= 1
        return last

    @staticmethod
    def _lines_of(token: Token) -> tuple[int, int]:
        return (token.map[0] + 1, max(token.map[0] + 1, token.map[1])) if token.map else (0, 0)


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


def _without_id(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], str]:
    if not inline or inline[-1].kind != "text":
        return inline, ""
    found = _HEADING_ID.search(inline[-1].text)
    if found is None:
        return inline, ""
    return strip((*inline[:-1], replace(inline[-1], text=inline[-1].text[: found.start()]))), found[1]


def _joined(
    inline: tuple[Inline, ...], lines: list[tuple[Inline, ...]], start: int, stop: int
) -> tuple[Inline, ...]:
    """Return lines start to stop of a paragraph, with the breaks between them as they were."""
    first = sum(len(part) + 1 for part in lines[:start])
    return inline[first : first + sum(len(part) + 1 for part in lines[start:stop]) - 1]


def _inline(children: list[Token]) -> tuple[Inline, ...]:
    spans = _html_spans(children)
    return tuple(_step(token, spans) for token in children if token.type != "footnote_anchor")


def _html_spans(children: list[Token]) -> bool:
    """Tell whether the raw tags for bold and italic among these are balanced, so that they can be spans."""
    depth: dict[str, int] = {}
    for token in children:
        if token.type == "html_inline" and (found := _HTML_SPAN.fullmatch(token.content)):
            tag = found[2].lower()
            depth[tag] = depth.get(tag, 0) + (-1 if found[1] else 1)
            if depth[tag] < 0:
                return False
    return bool(depth) and not any(depth.values())


def _step(token: Token, spans: bool) -> Inline:  # noqa: FBT001 (a private flag of one call)
    if token.type == "html_inline" and spans and (found := _HTML_SPAN.fullmatch(token.content)):
        return Inline(_HTML_SPANS[found[2].lower()], -1 if found[1] else 1)
    if kind := _SINGLE.get(token.type):
        return Inline(kind, 0, token.content)
    if token.type == "image":
        alt = plain(_inline(token.children or []))
        return Inline("image", 0, alt, str(token.attrs["src"]), str(token.attrs.get("title", "")))
    if token.type == "footnote_ref":
        return Inline("footnote", 0, "", str(token.meta.get("label") or token.meta["id"]))
    span = _SPANS[token.type.rpartition("_")[0]]
    target = str(token.attrs.get("href", ""))
    return Inline(span, token.nesting, "", target, str(token.attrs.get("title", "")))
