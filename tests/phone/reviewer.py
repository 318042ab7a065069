"""The page in which an app shows a card: Anki's own reviewer, in the classes that the device gives it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Mode = Literal["light", "night"]

WEB_FILES = Path(sys.prefix) / "share" / "anki-web"
"""Where `.ci/browsers` puts the reviewer's files out of Anki's wheel."""

MODES: tuple[Mode, ...] = ("light", "night")


@dataclass(frozen=True, slots=True)
class Device:
    """A device on which cards are shown."""

    name: str
    classes: str
    """The classes of the `html` element, by which styles may tell devices apart (AnkiMobile's manual)."""
    width: int
    """CSS pixels."""
    height: int
    """CSS pixels."""


IPHONE = Device("iphone", "iphone ios mobile safari", 390, 844)
IPAD = Device("ipad", "ipad ios mobile safari", 820, 1180)
DEVICES = (IPHONE, IPAD)


def page(device: Device, mode: Mode) -> str:
    """Return the page for a device in a mode, with nothing shown yet; `showFace` in `measure.js` fills it.

    Nothing may be fetched from elsewhere: a phone need not have a network, so the page has none.
    """
    night = mode == "night"
    canvas, ink = ("#000", "#fff") if night else ("#fff", "#000")
    return f"""<!doctype html>
<html class="{device.classes}{" night-mode" if night else ""}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:">
<title>Card</title>
<style>:root {{ --canvas: {canvas}; --fg: {ink}; }}</style>
<link rel="stylesheet" href="/_anki/css/reviewer.css">
<script src="/_tests/measure.js"></script>
<script src="/_anki/js/reviewer.js"></script>
</head>
<body class="card card1{" nightMode night_mode" if night else ""}">
<div id="_mark" hidden>&#x2605;</div>
<div id="_flag" hidden>&#x2691;</div>
<script>qFade = 0;</script>
<div id="qa" dir="auto"></div>
</body>
</html>
"""
