"""A QR code for the terminal, which a phone's camera reads."""

from __future__ import annotations

from io import StringIO

import segno

_WHITE_ON_BLACK = "\x1b[38;5;231;48;5;16m"
"""Of the 256 colours of xterm, two that a terminal's theme leaves alone, light or dark."""
_RESET = "\x1b[0m"


def qr(text: str) -> str:
    """Draw a text as a QR code: lines of half blocks, two modules one above the other in each character.

    White is drawn and black is left, four modules of white on every side (ISO/IEC 18004 wants that many).  Where the
    colours are stripped, it reads on a terminal that is dark; on a light one it is inverted.
    """
    drawn = StringIO()
    segno.make_qr(text).terminal(drawn, compact=True)
    return "\n".join(f"{_WHITE_ON_BLACK}{line}{_RESET}" for line in drawn.getvalue().splitlines())
