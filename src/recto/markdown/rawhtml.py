"""Cuts a block of raw HTML at the tags that give a document its structure: headings, details, code, buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from recto.fields import escape
from recto.patterns import pattern
from recto.values import frozen

_ATTRIBUTES = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
_STRUCTURE = pattern(
    rf"""
    <!--.*?(?:-->|\Z)
  | <pre\b(?P<pre_attributes>{_ATTRIBUTES})>(?P<pre>.*?)(?:</pre\s*>|\Z)
  | <button\b{_ATTRIBUTES}>(?P<button>(?:(?!<button\b).)*?)</button\s*>
  | <(?P<close>/?)(?P<tag>details|summary|h[1-6]|dl|d[td])\b(?P<attributes>{_ATTRIBUTES})>
  | ^[ \t]*<(?P<ending>/?)(?P<component>(?-i:[A-Z])[\w.]*)(?P<properties>\s[^<>]*)?>[ \t]*$
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_LANGUAGE = pattern(r"""\b(?:language|lang|highlight-source|brush)[-:=]\s*["']?([\w+#.-]+)""", re.IGNORECASE)
_FOLDS = pattern(
    r"Accordion(?:Item|Tab)?|Collaps\w+|Disclosure|Expand\w*|Faq(?:Item)?|FAQ(?:Item)?|Toggle|Spoiler"
)
"""Components of MDX that fold what they hold, as `<details>` does."""
_SUMMARY = pattern(r"""\b(?:title|summary|question|label|header)\s*=\s*(?:"([^"]+)"|'([^']+)')""")
_ID = pattern(r"""\bid\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_TAG = pattern(rf"</?[A-Za-z]{_ATTRIBUTES}>")


@frozen
class Piece:
    """A part of an HTML block."""

    kind: Literal["open", "close", "code", "comment", "component", "button", "html"]
    text: str
    """The name of a tag or an MDX component; the code; a button's words; else the raw HTML."""
    line: int
    """Lines before this piece within its block."""
    info: str = ""
    """The language of code; the id of a heading."""


def pieces(text: str) -> Iterator[Piece]:
    """Cut raw HTML into structural tags, code, comments and what lies between; no character is lost."""
    end = line = 0
    for found in _STRUCTURE.finditer(text):
        if found.start() > end:
            yield Piece("html", text[end : found.start()], line)
        line += text.count("\n", end, found.start())
        yield from _pieces(found, line)
        line += text.count("\n", found.start(), found.end())
        end = found.end()
    if end < len(text):
        yield Piece("html", text[end:], line)


def _pieces(found: re.Match[str], line: int) -> Iterator[Piece]:
    if found["tag"] and found["tag"][:2].lower() in {"dl", "dt", "dd"}:
        yield from _definition(found["tag"].lower(), line, closing=bool(found["close"]))
    elif found["tag"]:
        ident = _ID.search(found["attributes"])
        kind: Literal["open", "close"] = "close" if found["close"] else "open"
        yield Piece(kind, found["tag"].lower(), line, ident[1] if ident else "")
    elif found["component"]:
        yield from _component(found, line)
    elif found["button"]:
        yield Piece("button", found["button"], line)
    elif found["pre"] is None:
        yield Piece("comment", found[0], line)
    else:
        language = _LANGUAGE.search(found["pre_attributes"] + found["pre"].partition(">")[0])
        code = escape.unescaped(_TAG.sub("", found["pre"])).strip("\n")
        yield Piece("code", code + "\n", line, language[1] if language else "")


def _component(found: re.Match[str], line: int) -> Iterator[Piece]:
    """Read a component that folds its content as details, its title as their summary; of others nothing shows."""
    name, summary = found["component"], _SUMMARY.search(found["properties"] or "")
    if not _FOLDS.fullmatch(name):
        yield Piece("component", name, line)
    elif found["ending"]:
        yield Piece("close", "details", line)
    elif summary:
        yield Piece("open", "details", line)
        yield Piece("open", "summary", line)
        yield Piece("html", summary[1] or summary[2], line)
        yield Piece("close", "summary", line)


def _definition(tag: str, line: int, *, closing: bool) -> Iterator[Piece]:
    """Read an entry of a definition list as details, with the term as its summary."""
    if tag == "dt" and closing:
        yield Piece("close", "summary", line)
    elif tag == "dt":
        yield Piece("close", "entry", line)
        yield Piece("open", "entry", line)
        yield Piece("open", "summary", line)
    elif tag == "dl":
        yield Piece("close", "entry", line)
