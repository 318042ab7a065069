r"""TeX -> MathML, which browsers set without a script.  The only importer of latex2mathml."""

from __future__ import annotations

import re
from typing import Literal

from latex2mathml.converter import convert

_ENVIRONMENT = re.compile(r"(\\(?:begin|end)\s*\{)(aligned|gathered|gather\*?)\}")
_KNOWN_AS = {"aligned": "split", "gathered": "matrix", "gather": "matrix", "gather*": "matrix"}
"""Environments that the library does not know, by one that it does and that looks the same."""

_ELEMENT = (
    "m(?:ath|enclose|frac|i|multiscripts|n|o|over|padded|phantom|prescripts|root|row|s|space|sqrt|style|sub|subsup|sup"
    "|table|td|text|tr|under|underover)"
)
_ATTRIBUTE = (
    "accent(?:under)?|column(?:align|lines|spacing)|depth|display(?:style)?|fence|form|height|linethickness|lspace"
    "|math(?:background|color|size|variant)|m(?:ax|in)size|movablelimits|notation|row(?:lines|spacing)|rspace"
    "|scriptlevel|separator|stretchy|symmetric|voffset|width|xmlns"
)
_SHOWN = re.compile(
    rf"""(?: </?{_ELEMENT}(?:\ (?:{_ATTRIBUTE})="[^"<>&\\]*+")*+\ ?/?> | &\#x[0-9A-Fa-f]++; | [^<>&\\]++ )*+""",
    re.VERBOSE,
)
"""MathML that looks and does nothing more: the library writes what `\\text`, `\\href` and `\\style` hold as it is,
leaves a command that it does not know among the letters, and breaks lines in a way that browsers do not."""


def mathml(tex: str, display: Literal["inline", "block"]) -> str:
    """Return a formula as MathML, in the line or as a block of its own; empty if it cannot be shown that way."""
    known = _ENVIRONMENT.sub(lambda found: f"{found[1]}{_KNOWN_AS[found[2]]}}}", tex)
    try:
        markup = convert(known, display=display)
    except Exception:  # noqa: BLE001  # a parser of anything that people write: it raises IndexError and many more
        return ""
    return markup if _SHOWN.fullmatch(markup) else ""
