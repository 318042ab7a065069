"""Highlighting: every language that Pygments knows, every character of the code, no markup of its own."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import get_all_lexers

from recto.fields.highlight import highlight, is_too_long, language

NAMES = [(name, names[0]) for _, names, _, _ in get_all_lexers(plugins=False) for name in names]
FEW = (
    "python", "javascript", "console", "pycon", "diff", "html", "c", "rust", "yaml", "sql", "json", "",
)  # fmt: skip
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t<&[]#'\"$>"), max_size=80
)
SESSIONS = ("\n\n$ x\n> y\n\n", "<a b='c'>[d]</a>\n", "> x")


def read(markup: str) -> str:
    """Return highlighted code as it is read."""
    return html.unescape(re.sub(r"</?span[^>]*>", "", markup))


@pytest.mark.parametrize(
    ("info", "found"),
    [
        ("", ("", True)),
        ("   ", ("", True)),
        ("python", ("python", True)),
        ("Python3", ("python", True)),
        ("py {1,3} title=x", ("python", True)),
        ("{.python .numberLines}", ("python", True)),
        ("{python}", ("python", True)),
        ("js:app.js", ("javascript", True)),
        ("js{1,3}", ("javascript", True)),
        ("rust,ignore", ("rust", True)),
        ("main.rs", ("rust", True)),
        ("c++", ("cpp", True)),
        ("C#", ("csharp", True)),
        ("yml", ("yaml", True)),
        ("plaintext", ("text", True)),
        ("jsonc", ("json", True)),
        ('title="x"', ("", True)),
        ("mermaid", ("mermaid", False)),
        ("Klingon<b>", ("klingonb", False)),
        ('"><script>', ("", True)),
    ],
)
def test_language_of_an_info_string(info: str, found: tuple[str, bool]) -> None:
    """The first word of an info string names the language, however people dress it."""
    assert language(info) == found


def test_every_name_that_pygments_knows() -> None:
    """All names of all languages are known, and become one that fits into a class."""
    assert [name for name, _ in NAMES if not language(name)[1]] == []
    assert [first for _, first in NAMES if not re.fullmatch(r"[\w+#.-]+", first)] == []


def test_tokens_become_spans() -> None:
    """Keywords, strings, comments are spans of Pygments' classes; names, punctuation, space are none."""
    assert highlight("if x[0]: # <b>\n    'a&b'\n", "python") == (
        '<span class="k">if</span> x&#91;<span class="mi">0</span>]: <span class="c1"># &lt;b&gt;</span>\n'
        "    <span class=\"s1\">'a&amp;b'</span>\n"
    )


def test_unknown_language_is_plain() -> None:
    """Code of a language that nobody knows, or of none, is text."""
    assert highlight("if x[0]: &nbsp;\u00a0\n", "klingon") == "if x&#91;0]: &amp;nbsp;&nbsp;\n"
    assert highlight("'a'\n", "") == "'a'\n"


@pytest.mark.parametrize(
    ("part", "times"),
    [("if x:\n", 1_666), ("if x:", 200), ("if x:" + " " * 199, 1)],
    ids=["code", "line", "gap"],
)
def test_code_without_end_is_plain(part: str, times: int) -> None:
    """Code that is too long as a whole, in a line or between words is text, every character of it."""
    code, longer = part * times, part * times + part[-1] * 8
    assert not is_too_long(code)
    assert "<span" in highlight(code, "python")
    assert is_too_long(longer)
    assert highlight(longer, "python") == longer


@given(st.sampled_from(FEW), ANY_TEXT)
def test_no_character_is_lost(name: str, code: str) -> None:
    """Blank lines at both ends, tabs, a missing last line ending: the code is there byte for byte."""
    assert read(highlight(code, name)) == code


@given(st.sampled_from([first for _, first in NAMES]), st.sampled_from(SESSIONS))
def test_every_language_keeps_code_as_it_is(name: str, code: str) -> None:
    """So it is with every language, sessions included, and no bracket is left that Anki would act on."""
    markup = highlight(code, name)
    assert read(markup) == code
    assert "[" not in markup
