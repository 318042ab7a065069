"""The author's own HTML: what is a tag, what are words, and what is gone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recto.fields.tags import Tag, cut, pairs


def shown(raw: str, *, prose: bool = False) -> list[str]:
    """Return the pieces of raw HTML: a tag as its name in brackets, text as it is."""
    pieces = cut(raw, pairs([raw]) if prose else None)
    return [f"<{'/' * p.closing}{p.name}>" if isinstance(p, Tag) else p for p in pieces]


def test_tags_and_words() -> None:
    """Tags of HTML are tags in any case of letters; other names are words."""
    assert shown("<b>x</b><BR/><foo><b-c><Object>") == [
        "<b>", "x", "</b>", "<br>", "&lt;foo&gt;", "&lt;b-c&gt;", "&lt;Object&gt;",
    ]  # fmt: skip


def test_a_tag_in_prose_needs_a_partner() -> None:
    """In prose a tag without attributes and without its other half is a word about HTML."""
    assert shown("<div> or <p> or </body>", prose=True) == [
        "&lt;div&gt;",
        " or ",
        "<p>",
        " or ",
        "&lt;/body&gt;",
    ]
    assert shown("<div>x</div>", prose=True) == ["<div>", "x", "</div>"]
    assert shown("<div class=x>", prose=True) == ["<div>"]


def test_noise_is_left_out() -> None:
    """Comments, scripts and style sheets are gone; one that is never closed takes nothing with it."""
    assert shown("a<!-- <b> -->b<script type=x>c</script >d<style>e</STYLE>f") == ["a", "b", "d", "f"]
    assert shown("<!--> x <!-- --!> y") == [" x ", " y"]
    assert shown("<script>x") == ["<script>", "x"]


def test_attributes() -> None:
    """Attributes are read as a browser reads them: any quotes or none, entities, the first of two counts."""
    (tag,) = cut("<img  SRC='a b'/alt=\"x &amp; '>'\"width = 3 hidden src=c>")
    assert isinstance(tag, Tag)
    assert tag.attributes() == {"src": "a b", "alt": "x & '>'", "width": "3", "hidden": ""}


def test_what_opens_nothing_is_escaped() -> None:
    """A bracket that begins no tag, or a tag that never ends, is text."""
    assert shown("a < b <3 <> </> <b") == ["a &lt; b &lt;3 &lt;> &lt;/> &lt;b"]
    assert shown("<img src='x> y") == ["&lt;img src='x> y"]


def test_references_to_control_characters() -> None:
    """A control character cannot come in by its number; other references stay."""
    assert shown("&#2;&#x1F;&#65;&#10;&lt;&#8205;") == ["  &#65;&#10;&lt;&#8205;"]
    assert shown("&#&#2;2;") == ["&# 2;"]


@given(st.text("<>/ab=\"'!- x&#;2\n", max_size=60))
def test_every_bracket_is_decided_on(raw: str) -> None:
    """Whatever is written, no text that comes out holds a bracket that could open something."""
    assert [p for p in cut(raw) if isinstance(p, str) and "<" in p] == []
