"""The ways in which people write questions and answers down: one module a format, one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from recto.formats.bold import bold
from recto.formats.bullets import bullets
from recto.formats.definitions import definitions
from recto.formats.details import details
from recto.formats.headings import headings
from recto.formats.labelled import labelled
from recto.formats.paragraphs import paragraphs
from recto.formats.prompt import Prompt
from recto.formats.quotes import quotes
from recto.formats.separators import separators
from recto.formats.tables import tables
from recto.reading.outline import Outline

Format = Callable[[Outline], Iterable[Prompt]]

FORMATS: dict[str, Format] = {
    "heading": headings,
    "details": details,
    "label": labelled,
    "bold": bold,
    "bullet": bullets,
    "quote": quotes,
    "table": tables,
    "definition": definitions,
    "separator": separators,
    "paragraph": paragraphs,
}
"""Every format by the name that `format:` and `--read-as` know it by; the earlier wins where evidence is equal."""

__all__ = ["FORMATS", "Format", "Prompt"]
