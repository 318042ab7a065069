"""The grammar leaves out what a text has no use for, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manuscripts import DOCUMENTS, damaged
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import inline

from recto.markdown import grammar
from recto.markdown.mend import mend


def with_every_rule() -> MarkdownIt:
    """Return the grammar with all rules on, and with markdown-it's own way through the words of a paragraph."""
    whole = grammar._grammar.__wrapped__(frozenset(grammar._RULES))
    whole.enable("normalize")
    whole.core.ruler.at("inline", inline)
    whole.inline.terminator_re = ParserInline().terminator_re
    return whole


WHOLE = with_every_rule()
LINES = st.lists(
    st.sampled_from(
        ("words", "more: words - and (words)", "a | b", "| a | b |", "---", "--|--", ":-:", "===", "=",
         "- item", "> ", "> a", "  ---", "\t===", "> -|-", "- a | b", "  -|-", "", " ", "[a]: /b", "[a]",
         "<div>", "x <b>y</b>", "a < b", "<x@y.z>", "**bold**:", "~~gone~~", "~", "^", "^[note]", "[^n]",
         "[^n]: <p>", "$x$", "http://a.b", "a:b", "1. one", "\\#", "&lt;", "![i](j)", "a!", "``` x", ": means",
         "#", "# head", "head {#id}", "a@b", "+ % = { } -"),
    ),
    max_size=8,
).map("\n".join)  # fmt: skip


@pytest.mark.parametrize("texts", [LINES, DOCUMENTS, damaged()], ids=["lines", "documents", "damaged"])
def test_a_rule_that_is_left_out_would_have_found_nothing(texts: st.SearchStrategy[str]) -> None:
    """A text's tokens are those that all rules together give."""

    @given(texts)
    def holds(text: str) -> None:
        text, _ = mend("a.md", text)
        assert grammar.tokens(text) == WHOLE.parse(text)

    holds()


@given(LINES)
def test_words_within_html_are_read_by_the_rules_that_they_need(text: str) -> None:
    """The inline tokens of a text are those that all rules together give."""
    assert grammar.inline_tokens(text) == (WHOLE.parseInline(text)[0].children or [])


def test_words_without_a_sign_never_reach_the_inline_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph, an item and a heading of plain words cost no inline rule; a bold word does."""
    parsed: list[str] = []
    parse: Callable[..., Any] = ParserInline.parse

    def counted(self: ParserInline, src: str, *rest: Any) -> Any:
        parsed.append(src)
        return parse(self, src, *rest)

    monkeypatch.setattr(ParserInline, "parse", counted)
    grammar.tokens("# What is it?\n\nA knot - a loop: (see there).\n\n- one\n- **two**\n")
    assert parsed == ["**two**"]
