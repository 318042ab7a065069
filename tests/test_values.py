"""Values: nobody can change one and get past the type checker."""

from __future__ import annotations

from pathlib import Path

from mypy import api
from program import PROJECT

from recto.document import Block, Inline
from recto.note import Field, Media

CHANGE = """\
from recto.note import Media
from dataclasses import replace
media = Media("a.png", b"")
other: Media = replace(media, name="b.png")
{line}
"""


def check(line: str, folder: Path) -> str:
    """Return what the type checker says of a line that has a value at hand."""
    program = folder / "program.py"
    program.write_text(CHANGE.format(line=line), encoding="utf-8")
    told, trouble, _ = api.run(["--config-file", str(PROJECT / "pyproject.toml"), str(program)])
    assert not trouble
    return told


def test_a_value_cannot_be_changed(tmp_path: Path) -> None:
    """An assignment to a field of a value is an error; a changed copy is none."""
    assert 'Property "name" defined in "Media" is read-only' in check('media.name = "c.png"', tmp_path)
    assert "no issues found" in check("print(other.name)", tmp_path)


def test_equal_values_are_one_in_a_set() -> None:
    """Values are compared and hashed by what they hold."""
    assert len({Media("a.png", b"1"), Media("a.png", b"1"), Media("a.png", b"2")}) == 2


def test_values_of_two_kinds_are_never_equal() -> None:
    """A field of a note and a file with the same content are two things."""
    assert Media("a", "b") != Field("a", "b")  # type: ignore[arg-type, comparison-overlap]


def test_what_is_made_from_the_rest_is_not_compared() -> None:
    """A block's words come from its inline content, which is compared."""
    bare = Block("paragraph", 1, 1, inline=(Inline("text", 0, "one"),))
    other = Block("paragraph", 1, 1, inline=(Inline("text", 0, "two"),))
    object.__setattr__(other, "inline", bare.inline)
    assert (bare.words, other.words) == ("one", "two")
    assert bare == other
    assert hash(bare) == hash(other)


def test_a_value_shows_what_it_holds() -> None:
    """A failed test tells one value from another."""
    assert repr(Media("a.png", b"1")) == "Media(name='a.png', content=b'1')"
