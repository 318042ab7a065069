"""What is wrong with a card on a device, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from phone.cards import Side
from phone.reviewer import Mode

Kind = Literal[
    "empty",  # nothing to see
    "wide",  # wider than the window
    "scroll",  # code that scrolls sideways, where a swipe belongs to the app
    "clipped",  # text cut off
    "small",  # text under 14 px
    "contrast",  # text under 4.5:1 against what is behind it
    "image",  # an image that does not show
    "math",  # an error of MathJax
    "markup",  # Anki's, Markdown's or HTML's marks where a reader should see their meaning
    "script",  # an error of a script, or a script that makes itself known
    "remote",  # something asked for from elsewhere
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one side of a card, as one engine shows it."""

    card: str
    side: Side
    mode: Mode
    width: int
    """The window's, in CSS pixels."""
    engine: str
    kind: Kind
    detail: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        where = f"{self.side}, {self.mode}, {self.width} px, {self.engine}"
        return f"{self.kind}: {self.detail} ({where}: {self.card})"


def listed(findings: Iterable[Finding], most: int = 40) -> str:
    """Return findings as text, a line each, for the message of a failed assertion; at most so many lines."""
    lines = [str(finding) for finding in findings]
    rest = [f"... and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join([f"{len(lines)} findings:", *lines[:most], *rest])
