"""Cuts a block of raw HTML at the tags that give a document its structure: headings, details, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from recto import escape

_ATTRIBUTES = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
_STRUCTURE = re.compile(
    rf"""
    <!--.*?(?:-->|\Z)
  | <pre\b(?P<pre_attributes>{_ATTRIBUTES})>(?P<pre>.*?)(?:</pre\s*>|\Z)
  | <(?P<close>/?)(?P<tag>details|summary|h[1-6])\b(?P<attributes>{_ATTRIBUTES})>
  | ^[ \t]*</?(?P<component>(?-i:[A-Z])[\w.]*)(?:\s[^<>]*)?>[ \t]*$
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_LANGUAGE = re.compile(
    r"""\b(?:language|lang|highlight-source|brush)[-:=]\s*["']?([\w+#.-]+)""", re.IGNORECASE
)
_ID = re.compile(r"""\bid\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_TAG = re.compile(rf"</?[A-Za-z]{_ATTRIBUTES}>")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an HTML block."""

    kind: Literal["open", "close", "code", "comment", "component", "html"]
    text: str
    """The tag's name of an opening or closing tag, or of an MDX component; the code; else the raw HTML."""
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
        yield _piece(found, line)
        line += text.count("\n", found.start(), found.end())
        end = found.end()
    if end < len(text):
        yield Piece("html", text[end:], line)


def _piece(found: re.Match[str], line: int) -> Piece:
    if found["tag"]:
        ident = _ID.search(found["attributes"])
        kind: Literal["open", "close"] = "close" if found["close"] else "open"
        return Piece(kind, found["tag"].lower(), line, ident[1] if ident else "")
    if found["component"]:
        return Piece("component", found["component"], line)
    if found["pre"] is None:
        return Piece("comment", found[0], line)
    language = _LANGUAGE.search(found["pre_attributes"] + found["pre"].partition(">")[0])
    code = escape.unescaped(_TAG.sub("", found["pre"])).strip("\n")
    return Piece("code", code + "\n", line, language[1] if language else "")
