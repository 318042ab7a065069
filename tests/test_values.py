"""Values: nobody can change one and get past the type checker."""

from __future__ import annotations

from pathlib import Path

from mypy import api
from program import PROJECT

from recto.note import Media

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
