"""The note type: what is frozen stays, its style is told by its time, and its colours can be read."""

from __future__ import annotations

import hashlib
import re

import pytest

from recto import notetype
from recto.fields.highlight import language

MODES = {"light": r"\.card \{", "night": r"\.card\.nightMode,\s*\.card\.night_mode \{"}


def variables(mode: str) -> dict[str, str]:
    """Return the colours of a mode by the names of their variables."""
    block = re.search(MODES[mode] + r"([^}]*)\}", notetype.css())
    assert block is not None
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6}|#[0-9a-f]{3}|transparent);", block[1]))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    shares = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_what_is_frozen() -> None:
    """Ids, fields and template are those of the first release: any other would end all updates."""
    assert notetype.ID == 1763238712484
    assert notetype.FIELDS == (
        {"name": "Question", "id": 5280834271955117882},
        {"name": "Answer", "id": 6590158244943305924},
        {"name": "Code", "id": 6647893491489305450},
        {"name": "Source", "id": 292435546724287624},
        {"name": "Extra", "id": 3488319128305615548},
    )
    assert [(t["name"], t["id"]) for t in notetype.templates()] == [("Recall", 5081699699238356655)]


def test_time_moves_with_the_style() -> None:
    """Templates and style have this digest since this time: a change of theirs is a change of the time."""
    (template,) = notetype.templates()
    parts = (str(template["qfmt"]), str(template["afmt"]), notetype.css())
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    assert (notetype.MODIFIED, digest) == (
        1763856000,
        "2c12ad98d7705ddb600c26aca29dab823fdfc88107d60d6052b03da8719d6b97",
    )


def test_templates_show_every_field() -> None:
    """The front shows the question; the back shows it again, and then every other field that is filled."""
    (template,) = notetype.templates()
    assert re.findall(r"\{\{([^}]*)\}\}", str(template["qfmt"])) == ["Question"]
    shown = re.findall(r"\{\{(\w+)\}\}", str(template["afmt"]))
    assert shown == ["FrontSide", "Answer", "Code", "Extra", "Source"]


def test_style_needs_nothing_from_elsewhere() -> None:
    """The style sheet loads no font, picture or other sheet, and leaves the mode to the app."""
    assert re.findall(r"url\(|@import|@font-face|prefers-color-scheme", notetype.css()) == []


def test_both_modes_define_the_same_colours() -> None:
    """Every colour has a value by day and by night, and each is used."""
    used = set(re.findall(r"var\(--([a-z]+)\)", notetype.css())) - {"language"}
    assert used == set(variables("light")) == set(variables("night"))


@pytest.mark.parametrize("mode", MODES)
def test_colours_can_be_read(mode: str) -> None:
    """Every colour of text stands out from every ground that it may stand on, 4.5 to 1 at least (WCAG AA)."""
    colours = variables(mode)
    grounds = ("paper", "tint", "marked")
    text = ("ink", "quiet", "accent", "keyword", "string", "number", "removed")
    pairs = {(one, other): contrast(colours[one], colours[other]) for one in text for other in grounds}
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < 4.5 and "marked" not in pair} == {}
    assert pairs["ink", "marked"] >= 4.5


def test_languages_have_the_names_that_code_has() -> None:
    """Each language that the style sheet labels is called by the class that code of it gets."""
    names = re.findall(r"^\.language-(\S+) \{", notetype.css(), re.MULTILINE)
    labelled = [name.replace("\\", "") for name in names]
    assert [name for name in labelled if language(name) != (name, True)] == []
    assert labelled == sorted(labelled)
