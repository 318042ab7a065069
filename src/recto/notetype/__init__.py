"""The note type: its fixed ids, its fields, and the templates and style sheet beside this file.

Frozen for ever is all but the text of the templates and the style sheet: a field or template that is added,
renamed or moved makes Anki refuse every later update (Anki 2.1.66 to 26.9.3).  Another kind of card is
another note type.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pkgutil import get_data

ID = 1763238712484
NAME = "Recto"
FIELDS: tuple[Mapping[str, str | int], ...] = (
    {"name": "Question", "id": 5280834271955117882},
    {"name": "Answer", "id": 6590158244943305924},
    {"name": "Code", "id": 6647893491489305450},
    {"name": "Source", "id": 292435546724287624},
    {"name": "Extra", "id": 3488319128305615548},
)
TEMPLATE: Mapping[str, str | int] = {"name": "Recall", "id": 5081699699238356655}
REQUIRED = [[0, "all", [0]]]
"""What genanki would work out of the template: without the first field, the first template makes no card."""
MODIFIED = 1763856000
"""When the templates or the style sheet last changed, in seconds since 1970.

Anki takes them over only if this is newer than what it has.  A constant, so that no old Recto and no second
deck overwrites a newer style.
"""


def templates() -> tuple[Mapping[str, str | int], ...]:
    """Return the note type's only template, as Anki's JSON names its parts."""
    return ({**TEMPLATE, "qfmt": _text("front.html"), "afmt": _text("back.html")},)


def css() -> str:
    """Return the style sheet."""
    return _text("style.css")


@cache
def _text(name: str) -> str:
    content = get_data(__name__, name)
    if content is None:
        raise FileNotFoundError(name)
    return content.decode()
