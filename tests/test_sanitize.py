"""Sanitising: one allow-list of tags, attributes and classes, and a result that is settled."""

from __future__ import annotations

import pytest

from recto.fields.escape import composed, inert, literal
from recto.fields.sanitize import sanitize


@pytest.mark.parametrize(
    ("markup", "clean"),
    [
        ('<p id="x" name="y" style="z" onclick="f()" align="center" dir="rtl">a', '<p align="center" dir="rtl">a</p>'),
        ('<span class="k2">a</span><span class="nightMode">b</span>', '<span class="k2">a</span><span>b</span>'),
        ('<code class="language-c++">a</code>', '<code class="language-c++">a</code>'),
        ('<code class="x">b</code>', "<code>b</code>"),
        ('<img src="a-0123456789abcdef.png" alt="a">', '<img src="a-0123456789abcdef.png" alt="a">'),
        ('<img src="a.png" alt="a"><img src="//example.org/a-0123456789abcdef.png">', '<img alt="a"><img>'),
        ('<a href="a.md">b</a> <a href="#c">d</a> <a href="//e">f</a>', "<a>b</a> <a>d</a> <a>f</a>"),
        ('<a href="https://a/?b&c" target="_blank">d</a>', '<a href="https://a/?b&amp;c">d</a>'),
        ("<video src=a>b</video><o:p>c</o:p><input>d", "bcd"),
        ("<ul><li>a<div><table><li>b", "<ul><li>a<div></div></li><li>b</li><table></table></ul>"),
    ],
)  # fmt: skip
def test_what_is_left(markup: str, clean: str) -> None:
    """What is on the list stays, everything else goes, and no text with it."""
    assert sanitize(markup) == clean
    assert sanitize(clean) == clean


def test_brackets_and_signs_of_mathematics() -> None:
    """What Anki and MathJax act on is broken up in text, and left in attributes and code but for the bracket."""
    field = '<a title="\\(a\\)">\\(b\\)</a> [c] \\[d\\] <code>\\(e\\) [f]</code>'
    assert inert(field) == (
        '<a title="\\(a\\)">\\<span></span>(b\\)</a> &#91;c] \\<span></span>&#91;d\\] <code>\\(e\\) &#91;f]</code>'
    )


def test_code_in_its_final_form() -> None:
    """Literal text is escaped as the sanitiser would, without its brackets and without control characters."""
    assert literal("a<b>&'\"\u00a0[c]\t\n\x00\x1f\x9f") == "a&lt;b&gt;&amp;'\"&nbsp;&#91;c]\t\n"


def test_composition_keeps_tags_whole() -> None:
    """A field is in NFC as Anki will store it, and a combining stroke does not change the end of a tag."""
    assert composed("<b>e\u0301</b>") == "<b>\u00e9</b>"
    assert composed("<b>\u0301\u0338</b>=\u0338") == "<b>&#824;\u0301</b>\u2260"
