r"""Note -> both sides of its card, as the apps put them together: templates filled, sounds buttons, formulas set.

Formulas are set ahead as MathML, since a page has no MathJax; where that cannot be, their TeX is shown as code.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from recto import notetype
from recto.fields.mathml import mathml
from recto.note import Note

_SECTION = re.compile(r"\{\{#(\w+)\}\}(.*?)\{\{/\1\}\}", re.DOTALL)
_FIELD = re.compile(r"\{\{(\w+)\}\}")
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
"""What Anki holds an empty field to be (Anki 2.1.66 to 26.9.3)."""
_ACTIVE = re.compile(
    r"""
    <(?P<code>code|pre)\b.*?</(?P=code)>  # MathJax leaves these alone
  | <(?:[^>"]|"[^"]*")*>                  # a tag with its attributes
  | \\\( (?P<inline>.*?) \\\)
  | \\\[ (?P<block>.*?) \\\]
  | \[sound:(?P<sound>[^\]]+)\]
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAY = (
    '<button class="replay-button soundLink" type="button" aria-label="Play"><svg viewBox="0 0 64 64">'
    '<circle cx="32" cy="32" r="29"/><path d="M25 18l24 14-24 14z"/></svg><audio src="{}"></audio></button>'
)


def faces(note: Note) -> tuple[str, str]:
    """Return front and back of a note's card as HTML; images and sounds have the names of the package."""
    (template,) = notetype.templates()
    rendered = note.rendered
    fields = {
        "Question": rendered.front.html,
        "Answer": rendered.answer.html,
        "Code": rendered.code.html,
        "Source": rendered.source,
        "Extra": rendered.extra.html,
    }
    front = _filled(str(template["qfmt"]), fields)
    back = _filled(str(template["afmt"]), {**fields, "FrontSide": front})
    return _ACTIVE.sub(_shown, front), _ACTIVE.sub(_shown, back)


def _filled(template: str, fields: Mapping[str, str]) -> str:
    kept = _SECTION.sub(lambda section: "" if _EMPTY.fullmatch(fields[section[1]]) else section[2], template)
    return _FIELD.sub(lambda field: fields[field[1]], kept)


def _shown(found: re.Match[str]) -> str:
    if sound := found["sound"]:
        return _PLAY.format(sound)
    for display in ("inline", "block"):
        if tex := found[display]:
            return mathml(html.unescape(tex).strip(), display) or f"<code>{tex}</code>"
    return found[0]
