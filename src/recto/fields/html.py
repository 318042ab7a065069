"""Blocks and inline content -> HTML, piece by piece: one small function for each kind.

What a sanitiser must neither see nor change (code, formulas, sounds) comes out as `Verbatim`; the rest is
strings that still have to be sanitised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from recto.document import Block, Inline
from recto.fields import escape, media, tags
from recto.markdown.walk import walk
from recto.note import Media


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A piece of a field that is filled in after sanitising."""

    kind: Literal["code", "math", "displaymath", "sound"]
    text: str
    """The code, the TeX, or the sound's name in the package."""
    info: str = ""
    """The info string of code."""


Piece = str | Verbatim


@dataclass(frozen=True, slots=True)
class Card:
    """What all pieces of one card have in common."""

    media: Mapping[str, Media] = field(default_factory=dict)
    """The files by the references to them; a reference that is not here leads to none."""
    footnotes: Mapping[str, int] = field(default_factory=dict)
    """The numbers of the footnotes by their labels."""


def blocks(content: Iterable[Block], card: Card) -> Iterator[Piece]:
    """Write blocks, however deep they nest."""
    for block, entering, path in walk(content):
        if container := _CONTAINERS.get(block.kind):
            opening, closing = container(block)
            yield opening if entering else closing
            if entering and block.kind == "details" and block.inline:
                yield from _wrapped("summary", block, card)
        elif entering:
            yield from _LEAVES[block.kind](block, path, card)


def inline(content: Iterable[Inline], card: Card) -> Iterator[Piece]:
    """Write the content of a paragraph."""
    steps = tuple(content)
    pairs = tags.pairs(step.text for step in steps if step.kind == "html")
    links: list[str] = []
    for step in steps:
        if step.kind == "link":
            yield from _link(step, links, card)
        elif step.kind == "html":
            yield from _raw(tags.cut(step.text, pairs), links, card)
        elif step.kind == "image":
            yield from _image({"src": step.target, "alt": step.text, "title": step.title}, links, card)
        else:
            yield _STEPS[step.kind](step, card)


def footnotes(labels: Iterable[str], bodies: Mapping[str, tuple[Block, ...]], card: Card) -> Iterator[Piece]:
    """Write the footnotes with these labels as a list, under the card's numbers and without links."""
    items = [
        (f'<li value="{card.footnotes[label]}">', *blocks(bodies[label], card), "</li>\n") for label in labels
    ]
    if items:
        yield from ('<ol class="footnotes">\n', *chain.from_iterable(items), "</ol>\n")


def _span(step: Inline, _card: Card) -> Piece:
    return f"</{step.kind}>" if step.nesting < 0 else f"<{step.kind}>"


def _footnote(step: Inline, card: Card) -> Piece:
    number = card.footnotes.get(step.target)
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
    elif target in card.media:
        yield from (" ", Verbatim("sound", card.media[target].name))


def _image(attributes: Mapping[str, str], links: list[str], card: Card) -> Iterator[Piece]:
    """Write an image or a sound; where there is no file, a link or the alternative text."""
    reference, alt = attributes.get("src", ""), attributes.get("alt", "")
    words = escape.text(alt or media.file_name(reference))
    found, url = card.media.get(reference), media.url(reference)
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
            yield from () if piece.closing else _image(piece.attributes(), links, card)
        elif piece.name == "table":
            yield "</table></div>" if piece.closing else '<div class="table"><table>'
        elif piece.name in tags.ALLOWED:
            yield piece.source


def _wrapped(tag: str, block: Block, card: Card, attributes: str = "") -> Iterator[Piece]:
    yield from (f"<{tag}{attributes}>", *inline(block.inline, card), f"</{tag}>\n")


def _paragraph(block: Block, path: list[Block], card: Card) -> Iterator[Piece]:
    item = path[-1] if len(path) > 1 and path[-1].kind == "item" else None
    box = ""
    if item and item.checked is not None and item.children[0] is block:
        box = f'<span class="box">{"☑" if item.checked else "☐"}</span> '
    if item and path[-2].tight and sum(child.kind == "paragraph" for child in item.children) == 1:
        yield from (box, *inline(block.inline, card), "" if item.children[-1] is block else "\n")
    else:
        yield from ("<p>", box, *inline(block.inline, card), "</p>\n")


def _cell(block: Block, path: list[Block], card: Card) -> Iterator[Piece]:
    tag = "th" if path and path[-1].header else "td"
    return _wrapped(tag, block, card, f' class="{block.align}"' if block.align else "")


def _term(block: Block, path: list[Block], card: Card) -> Iterator[Piece]:
    return _wrapped("dt" if path and path[-1].kind == "definitions" else "p", block, card)


def _code(block: Block) -> tuple[Piece, ...]:
    return '<pre class="highlight"><code>', Verbatim("code", block.text, block.info), "</code></pre>\n"


_LEAVES: dict[str, Callable[[Block, list[Block], Card], Iterable[Piece]]] = {
    "paragraph": _paragraph,
    "heading": lambda block, _, card: _wrapped(f"h{block.level}", block, card),
    "code": lambda block, *_: _code(block),
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
