"""The Markdown grammar: CommonMark with what GitHub and Pandoc users add to it.  The only importer of markdown-it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from recto.patterns import pattern

__all__ = ["AT_LIMIT", "MAX_NESTING", "TOO_DEEP", "Token", "inline_tokens", "tokens"]

MAX_NESTING = 90
"""How deep blocks may nest: far deeper than anyone writes, and well within Python's own stack."""
AT_LIMIT = "limit"
"""The type of the token that stands where a limit was reached; its content says which."""
TOO_DEEP = "nested too deep"
_TOO_EMPTY = "tables with too many empty cells"
_DEEPEST = MAX_NESTING - 2
"""Where a paragraph takes what is nested deeper; a list takes two levels at a time."""
_MOST_MISSING = 10_000
"""How many cells a document's tables may lack: each is completed, so that a few bytes would make thousands."""

_MISSING = "missing cells"
_UNCLOSED = "unclosed formulas"

_CELL_END = re.compile(r"(?<!\\)\|")
_ADDRESS = pattern(r"""://[^\W_][^\s<>"`|\\^\[\]\u3000-\u303f\uff00-\uff65]+""")
_SCHEME = pattern(r"(?<![a-z0-9])https?$", re.IGNORECASE)
_BEHIND_ADDRESS = frozenset("?!.,:;*_~'")

_MATH = pattern(
    r"""
    \$\$ (?P<double> (?! \] ) (?:\\.|[^\\$])+ ) \$\$
  | (?<!!) \\\[ (?P<bracket> (?: (?!\\\]) . ){1,4000} ) \\\] (?! \( )  # an escaped link or image is none
  | \\\( (?P<paren> (?: (?!\\\)) . ){1,4000} ) \\\)
  | (?<![\w$\\]) \$ (?P<single> (?! [\s$\]] ) (?:\\.|[^\\$])+ (?<! \s ) ) \$ (?! \w | \$ )
    """,
    re.VERBOSE | re.DOTALL,
)

_SIGN_OF_MATH = pattern(
    r"[\\^_=+<>{}|]|^[A-Za-z]'*$|^-?[\d.,]+%?$|^\w\(.*\)$|\w ?[-*/] ?\w|^[A-Za-z](, ?[A-Za-z])+$"
)
"""What a formula between single dollars shows, and shell variables and prices do not."""


def tokens(text: str) -> list[Token]:
    """Return the block tokens of a document; their `map` counts lines from 0."""
    return _grammar(_needed(text)).parse(text)


def inline_tokens(text: str) -> list[Token]:
    """Return the inline tokens of a text that stands inside an HTML block."""
    return _grammar(_needed(text)).parseInline(text)[0].children or []


def _needed(text: str) -> frozenset[str]:
    """Return the rules that a text may need: one that cannot match is not asked at every line or character."""
    return frozenset(name for name, sign in _SIGNS.items() if sign.search(text))


class _Grammar(MarkdownIt):
    """A parser that takes every link for a link; which of them a card may follow is decided later."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (markdown-it's own signature)
        return True


@cache
def _grammar(needed: frozenset[str]) -> MarkdownIt:
    grammar = _Grammar("commonmark", {"maxNesting": MAX_NESTING})
    grammar.disable(["normalize", "reference", "lheading", "html_block", "html_inline"])
    grammar.core.ruler.at("inline", _inline)
    stops = _STOPS + "".join(_MORE_STOPS.get(name, "") for name in sorted(needed))
    grammar.inline.terminator_re = re.compile(f"[{re.escape(stops)}]")
    grammar.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    grammar.block.ruler.before("table", "too deep", _too_deep)
    for name in needed:
        _RULES[name](grammar)
    return grammar


def _front_matter(grammar: MarkdownIt) -> None:
    from mdit_py_plugins.front_matter import front_matter_plugin

    grammar.use(front_matter_plugin)


def _footnotes(grammar: MarkdownIt) -> None:
    from mdit_py_plugins.footnote import footnote_plugin

    grammar.use(footnote_plugin)


def _definitions(grammar: MarkdownIt) -> None:
    from mdit_py_plugins.deflist import deflist_plugin

    grammar.use(deflist_plugin)


def _formula_blocks(grammar: MarkdownIt) -> None:
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    grammar.use(dollarmath_plugin, allow_labels=False).disable("math_inline")
    grammar.block.ruler.at("math_block", _formula_block)


_RULES: dict[str, Callable[[MarkdownIt], object]] = {
    "front matter": _front_matter,
    "references": lambda grammar: grammar.enable("reference"),
    "underlines": lambda grammar: grammar.enable(["lheading", "table"]),
    "tags": lambda grammar: grammar.enable(["html_block", "html_inline"]),
    "strikethrough": lambda grammar: grammar.enable("strikethrough"),
    "footnotes": _footnotes,
    "definitions": _definitions,
    "links": lambda grammar: grammar.inline.ruler.before("linkify", "address", _address),
    "formulas": lambda grammar: grammar.inline.ruler.before("escape", "formula", _formula),
    "formula blocks": _formula_blocks,
}
_SIGNS = {
    "front matter": re.compile(r"\A---"),
    "references": re.compile(r"\]:"),
    "underlines": re.compile(r"\n(?<!\n\n)[ \t>]*[-=|:][-=|: \t]*(?![^\n])"),
    "tags": re.compile("<[A-Za-z/!?]"),
    "strikethrough": re.compile("~~"),
    "footnotes": re.compile(r"\^(?:\[|(?<=\[\^))"),
    "definitions": re.compile(r"\n[ \t>]*[:~]\s"),
    "links": re.compile("://"),
    "formulas": re.compile(r"\$|\\[(\[]"),
    "formula blocks": re.compile(r"\$\$"),
}
"""What a text must hold for a rule to find anything in it."""
_STOPS = "\n\\`*_[]!<&"
"""The characters that an inline rule of CommonMark begins or ends at: what stands between two of them is text."""
_MORE_STOPS = {"strikethrough": "~", "footnotes": "^", "links": ":", "formulas": "$"}


def _inline(state: StateCore) -> None:
    """Parse what stands in paragraphs, headings and cells; words in which nothing stops the text rule are one text."""
    stop = state.md.inline.terminator_re.search
    for token in state.tokens:
        if token.type == "inline" and token.content and not stop(token.content):
            token.children = [Token("text", "", 0, content=token.content)]
        elif token.type == "inline":
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's own signature)
    """Read a table (GFM 4.10), but keep the cells that a row has beyond the heading's: in its last one.

    Every cell that a row lacks is made; a document whose tables lack too many has no further tables.
    """
    if state.env.get(_MISSING, 0) > _MOST_MISSING:
        if not silent and table(state, start, end, silent=True):
            _mark_limit(state, start, _TOO_EMPTY)
        return False
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if not silent:
        state.env[_MISSING] = state.env.get(_MISSING, 0) + _complete(state, state.tokens[first:])
    return True


def _complete(state: StateBlock, tokens: list[Token]) -> int:
    """Put surplus cells into the last one of their row; return how many cells the rows lack altogether."""
    missing = 0
    row: list[Token] = []
    for token in tokens:
        if token.type == "inline":
            row.append(token)
        elif token.type == "tr_close" and row[0].map:
            begin, end = row[0].map
            cells = _cells(state.getLines(begin, end, state.blkIndent, keepLastLF=False))
            missing += max(0, len(row) - len(cells))
            if len(cells) > len(row):
                row[-1].content = "|".join(cells[len(row) - 1 :]).strip()
            row = []
    return missing


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.replace("\\|", "|") for cell in _CELL_END.split(inner)]


def _mark_limit(state: StateBlock, line: int, which: str) -> None:
    token = state.push(AT_LIMIT, "", 0)
    token.content = which
    token.map = [line, line + 1]


def _address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's own signature)
    """Make a link of an address with http or https before it (GFM 6.9); its words stay as they are."""
    if state.src[state.pos] != ":" or state.linkLevel:
        return False
    scheme = _SCHEME.search(state.src, max(0, state.pos - 6), state.pos)
    found = _ADDRESS.match(state.src, state.pos, state.posMax)
    if scheme is None or found is None or not (silent or state.pending.endswith(scheme[0])):
        return False
    end = found.end() - _surplus(found[0])
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        address = state.src[scheme.start() : end]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos = end
    return True


def _surplus(address: str) -> int:
    """Return how many characters at an address's end are the sentence's, or close a parenthesis around it."""
    unopened = address.count(")") - address.count("(")
    kept = len(address)
    while address[kept - 1] in _BEHIND_ADDRESS or (address[kept - 1] == ")" and unopened > 0):
        unopened -= address[kept - 1] == ")"
        kept -= 1
    return len(address) - kept


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's own signature)
    """Read what is nested too deep as text: markdown-it itself leaves it out."""
    if silent or state.level < _DEEPEST:
        return False
    _mark_limit(state, start, TOO_DEEP)
    return paragraph(state, start, end, silent)


@cache
def _dollar_block() -> Callable[[StateBlock, int, int, bool], bool]:
    from mdit_py_plugins.dollarmath.index import math_block_dollar

    return math_block_dollar(allow_labels=False, allow_blank_lines=True)


def _formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's own signature)
    """Read a formula between lines of `$$`; behind one that nothing closes, nothing that would is looked for again."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", begin) or state.is_code_block(start):
        return False
    unclosed: dict[int, int] = state.env.setdefault(_UNCLOSED, {})
    goes_on = "$$" not in state.src[begin + 2 : state.eMarks[start]]
    if goes_on and unclosed.get(end, end) <= start:
        return False
    found = _dollar_block()(state, start, end, silent)
    if goes_on and not found:
        unclosed[end] = start
    return found


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
