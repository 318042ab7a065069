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


def listed(findings: Iterable[Finding], most: int = 40) -> str:
    """Return findings as text for the message of a failed assertion: a line a fault, at most so many."""
    places: dict[str, list[Finding]] = {}
    for finding in findings:
        fault = f"{finding.kind}: {finding.detail} ({finding.side} of {finding.card}; "
        places.setdefault(fault, []).append(finding)
    lines = [fault + _places(found) + ")" for fault, found in places.items()]
    rest = [f"... and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join([f"{len(lines)} faults:", *lines[:most], *rest])


def _places(findings: Iterable[Finding]) -> str:
    found = tuple(findings)
    engines = " ".join(dict.fromkeys(finding.engine for finding in found))
    widths = " ".join(dict.fromkeys(str(finding.width) for finding in found))
    modes = " ".join(dict.fromkeys(finding.mode for finding in found))
    return f"{engines}, {widths} px, {modes}"
