"""Code -> HTML with classes, whose colours are in the style sheet.  The only importer of Pygments."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType

from recto.fields import escape

_WORD = re.compile(r"[\s{.]*([^\s,;:{}()\[\]=\"']++)(?!\s*=)")
_LONGEST_INFO = 200
"""A language stands at the beginning of an info string; options may follow without end."""
_LONGEST = 10_000
_LONGEST_LINE = 1_000
_BLANKS = 200
_MANY_BLANKS = re.compile(rf"\s{{{_BLANKS + 1}}}")
"""Lines and blanks of which many a lexer makes hours of work, if there are enough of them."""
_SYNONYMS = {
    "plain": "text",
    "plaintext": "text",
    "none": "text",
    "jsonc": "json",
    "vb": "vb.net",
    "node": "js",
}
"""Names that people write and Pygments does not know."""
_PLAIN = frozenset({"", "n", "p", "w"})
"""Classes of names, punctuation and space: most of any program, and as readable without a span."""


@lru_cache(maxsize=256)
def language(info: str) -> tuple[str, bool]:
    """Return the language that an info string names, and whether Pygments knows it.

    A known one comes under Pygments' first name for it, an unknown one in the author's word, none as
    `""`.  Read are `python`, `Python {1,3}`, `{.python .numberLines}`, `js:app.js`, `rust,ignore`, `main.py`;
    `title="x"` is none.
    """
    found = _WORD.match(info[:_LONGEST_INFO])
    if found is None:
        return "", True
    word = found[1].lower()
    names = _names()
    known = names.get(word) or names.get(_SYNONYMS.get(word, "")) or names.get(word.rpartition(".")[2])
    return (known, True) if known else (re.sub(r"[^\w+#.-]", "", word), False)


def is_too_long(code: str) -> bool:
    """Tell whether a lexer cannot be trusted to be done with code in little time, and it had better stay plain.

    So it is with more than 10,000 characters, or 1,000 in a line, or 200 blanks in a row.
    """
    if len(code) <= _BLANKS:
        return False
    longest = max(map(len, code.split("\n")))
    return len(code) > _LONGEST or longest > _LONGEST_LINE or _MANY_BLANKS.search(code) is not None


def highlight(code: str, name: str) -> str:
    """Return code as HTML in its final form, with spans of Pygments' classes if the language is known.

    Code that is too long has no spans.  Every character of the code is there, blank lines at both ends included.
    """
    lexer = _lexer(name)
    if lexer is None or is_too_long(code):
        return escape.literal(code)
    pieces = []
    begin = end = 0
    css_class = ""
    for _, kind, text in lexer.get_tokens_unprocessed(code):
        if (following := _css_class(kind)) != css_class:
            pieces.append(_span(css_class, code[begin:end]))
            begin, css_class = end, following
        end += len(text)
    if end != len(code):  # a lexer for sessions may lose a line without an end
        return escape.literal(code)
    pieces.append(_span(css_class, code[begin:]))
    return "".join(pieces)


def _span(css_class: str, text: str) -> str:
    written = escape.literal(text)
    return f'<span class="{css_class}">{written}</span>' if css_class and text else written


@cache
def _names() -> dict[str, str]:
    """Return Pygments' first name of every language by all its names, and by the extensions of its files.

    Asking this table, and not Pygments, spares a scan of all installed plug-ins for a name that is unknown.
    """
    lexers = [(names, patterns) for _, names, patterns, _ in get_all_lexers(plugins=False) if names]
    found = {name.lower(): names[0] for names, _ in reversed(lexers) for name in names}
    for names, patterns in lexers:
        for pattern in patterns:
            found.setdefault(pattern.removeprefix("*.").lower(), names[0])
    return found


@cache
def _lexer(name: str) -> Lexer | None:
    return get_lexer_by_name(name, stripnl=False) if _names().get(name) == name else None


@cache
def _css_class(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES and kind.parent is not None:
        kind = kind.parent
    css_class = STANDARD_TYPES[kind]
    return "" if css_class in _PLAIN else css_class
