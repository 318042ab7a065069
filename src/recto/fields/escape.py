r"""How text is written in HTML, and how a finished field is kept from what Anki would act on.

Anki obeys `[sound:x]`, `[latex]` and `[$]` even inside code, and MathJax obeys `\(` everywhere but in `code`
and `pre` (Anki 2.1.66 to 26.9.3).  A bracket written as an entity and an empty `<span>` behind the backslash
stop both.
"""

from __future__ import annotations

import html
import re
import unicodedata

from recto.fields.forms import normalized
from recto.patterns import pattern

_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ENDLESS_REFERENCE = re.compile("&#[0-9]{1000,};?")
"""A number with more digits than Python cares to read."""
_LITERAL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160))) | {
    ord(char): name
    for char, name in {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\xa0": "&nbsp;", "[": "&#91;"}.items()
}
_NOT_LITERAL = re.compile("[&<>\xa0\\[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MATH_IN_PROSE = pattern(
    r"""
    <(?P<code>code|pre)\b.*?</(?P=code)>    # MathJax leaves these alone
  | <(?:[^>"]|"[^"]*")*>                    # a tag with its attributes
  | \\(?=[(\[]|&\#91;)
    """,
    re.VERBOSE | re.DOTALL,
)
_WRITES_HTML = pattern(r"\\(?:bbox|class|cssId|href|mmlToken|require|style)(?![A-Za-z])")


def printable(words: str) -> str:
    r"""Return words without control characters: `\x1f` alone makes an import fail."""
    return _CONTROL.sub("", words)


def unescaped(markup: str) -> str:
    """Return the words of HTML text, its entities read as browsers read them."""
    return html.unescape(_ENDLESS_REFERENCE.sub("\ufffd", markup))


def text(words: str) -> str:
    """Write words as HTML text."""
    return html.escape(printable(words), quote=False) if _SPECIAL.search(words) else words


def attribute(value: str) -> str:
    """Write the value of an attribute, with its quotes."""
    return f'"{html.escape(printable(value))}"'


def literal(words: str) -> str:
    """Write words as a finished field has them: as the sanitiser would, and `[` as an entity."""
    return words.translate(_LITERAL) if _NOT_LITERAL.search(words) else words


def writes_html(tex: str) -> bool:
    r"""Tell whether a formula has a say in the HTML that MathJax makes of it, as by `\href` and `\style`.

    Its link could run a script, and its style hide the card (MathJax 3, in Anki 2.1.66 to 26.9.3).
    """
    return _WRITES_HTML.search(tex) is not None


def inert(field: str) -> str:
    r"""Write a sanitised field so that Anki shows `[` and `\(` and obeys neither."""
    field = field.replace("[", "&#91;")
    if "\\" in field:
        field = _MATH_IN_PROSE.sub(lambda found: "\\<span></span>" if found[0] == "\\" else found[0], field)
    return field


def composed(field: str) -> str:
    """Return a field in NFC, as Anki stores it; a combining stroke must not melt into the `>` of a tag."""
    if unicodedata.is_normalized("NFC", field):
        return field
    apart = normalized("NFC", field.replace(">", ">\x03"))
    return apart.replace(">\x03\u0338", ">&#824;").replace(">\x03", ">")
