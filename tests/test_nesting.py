"""HTML before it is sanitised: closed where it must be, never too deep, never a word less."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto.fields.nesting import DEEPEST, shallow
from recto.fields.sanitize import sanitize

TAGS = ("<b>", "</b>", "<i title=x>", "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<table>", "<tr>",
        "<td>", "</table>", "<br>", "<code>", "</code>", "<a href='https://example.org'>", "</a>", "<dl>", "<dd>",
        "<ruby>", "<rt>", "<details>", "<summary>", "</details>", "word ")  # fmt: skip


@pytest.mark.parametrize(
    ("tangled", "nested"),
    [
        ("<b>x</b>", "<b>x</b>"),
        ("<b><p>x</b>y", "<b><p>x</p></b>y"),
        ("<p>x<div>y</div></p>", "<p>x</p><div>y</div>"),
        ("<ul><li>x<li>y</ul>z", "<ul><li>x</li><li>y</li></ul>z"),
        ("<table><tr><td><b>x<td>y</table>z", "<table><tr><td><b>x</b></td><td>y</td></tr></table>z"),
        ("<dl><dt>x<dd>y", "<dl><dt>x</dt><dd>y"),
        ("x</i></br>y<br>", "xy<br>"),
        ("<P CLASS=a>x<H2>y", "<P CLASS=a>x</p><H2>y"),
    ],
)
def test_tangled_tags(tangled: str, nested: str) -> None:
    """What HTML closes by itself is closed in writing; what closes nothing goes."""
    assert shallow(tangled) == nested


@given(st.lists(st.sampled_from(TAGS)).map("".join))
def test_a_browser_sees_the_same_words(markup: str) -> None:
    """No word is lost, and what is nested well stays as it is."""
    nested = shallow(markup)
    assert words(sanitize(nested)) == words(markup)
    assert shallow(nested) == nested


def words(markup: str) -> list[str]:
    """Return the words between the tags."""
    return re.sub("<[^>]*>", " ", markup).split()


@pytest.mark.parametrize(
    "unit", ["<div>", "<b title={n}>", "<p><b id={n}>", "<div><b id={n}></div>", "<q>", "<a>"]
)
def test_a_bomb_of_tags_does_not_go_off(unit: str) -> None:
    """Tags that a parser opens again and again, or looks through again and again, cost no more than others."""
    bomb = "".join(unit.format(n=n) for n in range(20_000)) + "boom"
    start = process_time()
    clean = sanitize(bomb)
    assert process_time() - start < 10
    assert len(clean) < 2 * len(bomb)
    assert words(clean) == ["boom"]
    assert max(map(len, re.findall("(?:<[a-z][^>]*>)+", shallow(unit * 1_000)))) <= DEEPEST * len(unit)
