"""Blocks and inline content -> HTML, piece by piece: one small function for each kind.

What a sanitiser must neither see nor change (code, formulas, sounds) comes out as `Verbatim`; the rest is
strings that still have to be sanitised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from recto.document import Block, Inline
from recto.fields import escape, media, tags
from recto.fields.card import Card
from recto.markdown.walk import walk
from recto.note import Media
from recto.values import frozen


@frozen
class Verbatim:
    """A piece of a field that is filled in after sanitising."""

    kind: Literal["code", "math", "displaymath", "sound"]
    text: str
    """The code, the TeX, or the sound's name in the package."""
    info: str = ""
    """The info string of code."""


Piece = str | Verbatim


def blocks(content: Iterable[Block], card: Card) -> list[Piece]:
    """Write blocks, however deep they nest."""
    pieces: list[Piece] = []
    for block, entering, path in walk(content):
        if container := _CONTAINERS.get(block.kind):
            opening, closing = container(block)
            if entering:
                pieces.append(opening)
                card.line, card.column = block.line, block.column
                if block.kind == "details" and block.inline:
                    pieces += _wrapped("summary", block, card)
            if not entering or not block.children:
                pieces.append(closing)
        elif entering:
            card.line, card.column = block.line, block.column
            pieces += _LEAVES[block.kind](block, path, card)
    return pieces


def inline(content: Sequence[Inline], card: Card) -> list[Piece]:
    """Write the content of a paragraph."""
    pieces: list[Piece] = []
    pairs = tags.pairs([step.text for step in content if step.kind == "html"])
    links: list[str] = []
    for step in content:
        if write := _STEPS.get(step.kind):
            pieces.append(write(step, card))
        elif step.kind == "link":
            pieces += _link(step, links, card)
        elif step.kind == "html":
            pieces += _raw(tags.cut(step.text, pairs), links, card)
        else:
            shown = {"src": step.target, "alt": step.text, "title": step.title}
            pieces += _image(card.file(step.target), shown, links)
    return pieces


def footnotes(card: Card) -> dict[str, list[Piece]]:
    """Write the footnotes that a field has cited, and those that they cite in turn, without links.

    They come by their labels, in the order of their numbers.
    """
    items: dict[str, list[Piece]] = {}
    while card.cited:
        label = card.cited.pop(0)
        if label not in items:
            opening = f'<li value="{card.numbers[label]}">'
            items[label] = [opening, *blocks(card.notes[label], card), "</li>\n"]
    return {label: items[label] for label in sorted(items, key=card.numbers.__getitem__)}


def _span(step: Inline, _card: Card) -> Piece:
    return f"</{step.kind}>" if step.nesting < 0 else f"<{step.kind}>"


def _footnote(step: Inline, card: Card) -> Piece:
    number = card.cite(step.target)
    return f"<sup>{number}</sup>" if number else escape.text(f"[^{step.target}]")


_STEPS: dict[str, Callable[[Inline, Card], Piece]] = {
    "text": lambda step, _: escape.text(step.text),
    "code": lambda step, _: f"<code>{escape.text(step.text)}</code>",
    "softbreak": lambda *_: "\n",
    "hardbreak": lambda *_: "<br>\n",
    "math": lambda step, _: Verbatim("math", step.text),
    "displaymath": lambda step, _: Verbatim("displaymath", step.text),
    "footnote": _footnote,
    "em": _span,
    "strong": _span,
    "s": _span,
}


def _link(step: Inline, links: list[str], card: Card) -> Iterator[Piece]:
    """Open or close a link: only words if it leads nowhere on a phone; a sound comes behind its words."""
    if step.nesting > 0:
        links.append(step.target)
        if url := media.url(step.target):
            title = f" title={escape.attribute(step.title)}" if step.title else ""
            yield f"<a href={escape.attribute(url)}{title}>"
        return
    target = links.pop() if links else ""
    if media.url(target):
        yield "</a>"
    elif media.is_sound(target) and (sound := card.file(target)):
        yield from (" ", Verbatim("sound", sound.name))


def _image(found: Media | None, attributes: Mapping[str, str], links: list[str]) -> Iterator[Piece]:
    """Write an image or a sound; where there is no file, a link or the alternative text."""
    reference, alt = attributes.get("src", ""), attributes.get("alt", "")
    words = escape.text(alt or media.file_name(reference))
    url = media.url(reference)
    if found and media.is_sound(found.name):
        yield from (f"{words} ", Verbatim("sound", found.name))
    elif found:
        shown = {"src": found.name, "alt": alt}
        shown |= {name: attributes[name] for name in ("title", "width", "height") if attributes.get(name)}
        yield f"<img {' '.join(f'{name}={escape.attribute(value)}' for name, value in shown.items())}>"
    elif url and not any(map(media.url, links)):
        yield f"<a href={escape.attribute(url)}>{words}</a>"
    elif words:
        yield f'<span class="missing">{words}</span>'


def _raw(pieces: Iterable[tags.Tag | str], links: list[str], card: Card) -> Iterator[Piece]:
    """Write the author's own HTML, with links and images treated like those of Markdown."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif piece.name == "a":
            attributes = piece.attributes()
            target, title = attributes.get("href", ""), attributes.get("title", "")
            yield from _link(Inline("link", -1 if piece.closing else 1, "", target, title), links, card)
        elif piece.name in tags.EMBEDDING:
            attributes = piece.attributes()
            source = attributes.get("src")
            yield from (
                () if piece.closing else _image(card.file(source) if source else None, attributes, links)
            )
        elif piece.name == "table":
            yield "</table></div>" if piece.closing else '<div class="table"><table>'
        elif piece.name in tags.ALLOWED:
            yield piece.source


def _wrapped(tag: str, block: Block, card: Card, attributes: str = "") -> list[Piece]:
    return [f"<{tag}{attributes}>", *inline(block.inline, card), f"</{tag}>\n"]


def _paragraph(block: Block, path: list[Block], card: Card) -> list[Piece]:
    item = path[-1] if len(path) > 1 and path[-1].kind == "item" else None
    box = ""
    if item and item.checked is not None and item.children[0] is block:
        box = f'<span class="box">{"☑" if item.checked else "☐"}</span> '
    if item and path[-2].tight and sum(child.kind == "paragraph" for child in item.children) == 1:
        return [box, *inline(block.inline, card), "" if item.children[-1] is block else "\n"]
    return [f"<p>{box}", *inline(block.inline, card), "</p>\n"]


def _cell(block: Block, path: list[Block], card: Card) -> list[Piece]:
    tag = "th" if path and path[-1].header else "td"
    return _wrapped(tag, block, card, f' class="{block.align}"' if block.align else "")


def _term(block: Block, path: list[Block], card: Card) -> list[Piece]:
    return _wrapped("dt" if path and path[-1].kind == "definitions" else "p", block, card)


def _code(block: Block, card: Card) -> tuple[Piece, ...]:
    card.code.append(block)
    return '<pre class="highlight"><code>', Verbatim("code", block.text, block.info), "</code></pre>\n"


_LEAVES: dict[str, Callable[[Block, list[Block], Card], Iterable[Piece]]] = {
    "paragraph": _paragraph,
    "heading": lambda block, _, card: _wrapped(f"h{block.level}", block, card),
    "code": lambda block, _, card: _code(block, card),
    "rule": lambda *_: ("<hr>\n",),
    "html": lambda block, _, card: _raw(tags.cut(block.text), [], card),
    "math": lambda block, *_: ("<p>", Verbatim("displaymath", block.text), "</p>\n"),
    "cell": _cell,
    "term": _term,
}


def _list(block: Block) -> tuple[str, str]:
    if block.start is None:
        return "<ul>\n", "</ul>\n"
    return "<ol>\n" if block.start == 1 else f'<ol start="{block.start}">\n', "</ol>\n"


_CONTAINERS: dict[str, Callable[[Block], tuple[str, str]]] = {
    "quote": lambda _: ("<blockquote>\n", "</blockquote>\n"),
    "list": _list,
    "item": lambda block: ("<li>" if block.checked is None else '<li class="task">', "</li>\n"),
    "table": lambda _: ('<div class="table"><table>\n', "</table></div>\n"),
    "row": lambda row: ("<thead>\n<tr>\n", "</tr>\n</thead>\n") if row.header else ("<tr>\n", "</tr>\n"),
    "definitions": lambda _: ("<dl>\n", "</dl>\n"),
    "definition": lambda _: ("<dd>", "</dd>\n"),
    "details": lambda _: ("<details>", "</details>\n"),
}
"""What a block with blocks in it begins and ends with."""
