"""The Markdown grammar: CommonMark with what GitHub and Pandoc users add to it.  The only importer of markdown-it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

__all__ = ["MAX_NESTING", "Token", "inline_tokens", "tokens"]

MAX_NESTING = 90
"""How deep blocks may nest: far deeper than anyone writes, and well within Python's own stack."""

_MATH = re.compile(
    r"""
    \$\$ (?P<double> (?! \] ) (?:\\.|[^\\$])+ ) \$\$
  | (?<!!) \\\[ (?P<bracket> (?: (?!\\\]) . ){1,4000} ) \\\] (?! \( )  # an escaped link or image is none
  | \\\( (?P<paren> (?: (?!\\\)) . ){1,4000} ) \\\)
  | (?<![\w$\\]) \$ (?P<single> (?! [\s$\]] ) (?:\\.|[^\\$])+ (?<! \s ) ) \$ (?! \w | \$ )
    """,
    re.VERBOSE | re.DOTALL,
)

_SIGN_OF_MATH = re.compile(
    r"[\\^_=+<>{}|]|^[A-Za-z]'*$|^-?[\d.,]+%?$|^\w\(.*\)$|\w ?[-*/] ?\w|^[A-Za-z](, ?[A-Za-z])+$"
)
"""What a formula between single dollars shows, and shell variables and prices do not."""


def tokens(text: str) -> list[Token]:
    """Return the block tokens of a document; their `map` counts lines from 0."""
    return _grammar(_extensions(text)).parse(text)


def inline_tokens(text: str) -> list[Token]:
    """Return the inline tokens of a text that stands inside an HTML block."""
    return _grammar(_extensions(text)).parseInline(text)[0].children or []


def _extensions(text: str) -> frozenset[str]:
    """Return the extensions that a text may need: a rule that cannot match is not asked at every character."""
    return frozenset(name for name, sign in _SIGNS.items() if sign.search(text))


class _Grammar(MarkdownIt):
    """A parser that takes every link for a link; which of them a card may follow is decided later."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (markdown-it's own signature)
        return True


@cache
def _grammar(extensions: frozenset[str]) -> MarkdownIt:
    grammar = _Grammar("commonmark", {"linkify": True, "maxNesting": MAX_NESTING}).enable("table")
    for name in extensions:
        _EXTENSIONS[name](grammar)
    return grammar


def _linkify(grammar: MarkdownIt) -> None:
    """Make links of addresses that name their scheme: `asp.net` and `node.js` are words."""
    grammar.enable("linkify")
    if grammar.linkify is not None:
        grammar.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})


def _math(grammar: MarkdownIt) -> None:
    grammar.use(dollarmath_plugin, allow_labels=False).disable("math_inline")
    grammar.inline.ruler.before("escape", "formula", _formula)


_EXTENSIONS: dict[str, Callable[[MarkdownIt], object]] = {
    "front matter": lambda grammar: grammar.use(front_matter_plugin),
    "strikethrough": lambda grammar: grammar.enable("strikethrough"),
    "footnotes": lambda grammar: grammar.use(footnote_plugin),
    "definitions": lambda grammar: grammar.use(deflist_plugin),
    "links": _linkify,
    "math": _math,
}
_SIGNS = {
    "front matter": re.compile(r"\A---"),
    "strikethrough": re.compile("~~"),
    "footnotes": re.compile(r"\[\^|\^\["),
    "definitions": re.compile(r"(?:\A|[\s>])[:~]\s"),
    "links": re.compile("://|mailto:"),
    "math": re.compile(r"\$|\\[(\[]"),
}
"""What a text must hold for an extension to find anything in it."""


def _formula(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's own signature)
    r"""Read `$..$`, `$$..$$`, `\(..\)` and `\[..\]`; shell variables and prices stay text."""
    if state.src[state.pos] not in "$\\":
        return False
    found = _MATH.match(state.src, state.pos, state.posMax)
    if found is None or not found[found.lastgroup or 0].strip():
        return False
    content = found[found.lastgroup or 0]
    if found.lastgroup == "single" and not _SIGN_OF_MATH.search(content):
        return False
    if not silent:
        displayed = found.lastgroup in {"double", "bracket"}
        token = state.push("math_inline_double" if displayed else "math_inline", "math", 0)
        token.content = content.strip()
    state.pos = found.end()
    return True
