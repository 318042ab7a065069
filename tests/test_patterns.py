"""Patterns: regular expressions that cost nothing until a text asks for them."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import recto
from recto import patterns
from recto.patterns import pattern


def test_a_pattern_answers_as_the_regular_expression_it_stands_for() -> None:
    """Searching, matching, replacing and splitting give what `re` gives, flags included."""
    words = pattern(r"knot(\d?)", re.IGNORECASE)
    assert [found[1] for found in words.finditer("Knot1 and knot2")] == ["1", "2"]
    assert words.sub("bend", "a KNOT") == "a bend"
    assert words.fullmatch("knots") is None
    assert words.split("aknotb") == ["a", "", "b"]


def test_a_pattern_is_compiled_at_its_first_use_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no text asks for is never compiled; what is used twice is asked of `re` once."""
    compiled: list[str] = []
    compile_ = re.compile

    def counted(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return compile_(source, flags)

    monkeypatch.setattr("recto.patterns.re.compile", counted)
    bend = pattern("bend")
    assert compiled == []
    assert bend.search("a bend")
    assert bend.search("a knot") is None
    assert compiled == ["bend"]


def test_a_wrong_pattern_is_an_error_at_its_first_use() -> None:
    """So the next test uses all of them."""
    with pytest.raises(re.error):
        pattern("(").search("a")


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    """None waits for the one document that needs it to turn out wrong."""
    found = [
        value
        for module in pkgutil.walk_packages(recto.__path__, "recto.")
        if module.name != "recto.__main__"
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, patterns._Pattern)
    ]
    assert len(found) > 20
    for value in found:
        value.search("")
