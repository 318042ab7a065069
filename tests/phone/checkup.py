"""Cards through their paces: every face on every device, in both modes, and what is wrong with it there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from anki.collection import Collection
from selenium.webdriver import Chrome

from phone import chromium
from phone.cards import Face, faces
from phone.findings import Finding
from phone.markup import visible_markup
from phone.reviewer import DEVICES, IPHONE, MODES, WEB_FILES, Device, Mode, page
from phone.server import serving
from phone.visits import Engine, Visit

_MEASURE = Path(__file__).with_name("measure.js")


def findings(
    collection: Collection, engine: Engine, *, meant: Sequence[str] = (), devices: Sequence[Device] = DEVICES
) -> tuple[Finding, ...]:
    """Return everything that is wrong with the cards of a collection in one engine.

    Each card is shown front and back, on each device, in light and in night mode.  `meant` are literal texts
    that look like markup and are meant to be read as they are.
    """
    shown = faces(collection)
    looks = [(device, mode) for device in devices for mode in MODES]
    with _reviewer(collection, shown) as address:
        visits = [_visit(address, device, mode, f"measureFaces({device.width})") for device, mode in looks]
        values = engine.visit(visits)
    return tuple(
        finding
        for (device, mode), seen in zip(looks, values, strict=True)
        for face, look in zip(shown, seen, strict=True)
        for finding in _findings(face, mode, device, engine, look, meant)
    )


def picture(driver: Chrome, collection: Collection, face: Face, mode: Mode, device: Device = IPHONE) -> bytes:
    """Return a picture (PNG) of a face on a device, two device pixels to each CSS pixel."""
    with _reviewer(collection, [face]) as address:
        show = "getFaces().then(([face]) => showFace(face))"
        return chromium.photograph(driver, _visit(address, device, mode, show))


@contextmanager
def _reviewer(collection: Collection, shown: Sequence[Face]) -> Iterator[str]:
    pages = {_path(device, mode): page(device, mode).encode() for device in DEVICES for mode in MODES}
    pages["/_tests/measure.js"] = _MEASURE.read_bytes()
    pages["/_tests/faces.json"] = json.dumps([asdict(face) for face in shown]).encode()
    pages["/favicon.ico"] = b""
    with serving(pages, {"/_anki/": WEB_FILES, "/": Path(collection.media.dir())}) as address:
        yield address


def _path(device: Device, mode: Mode) -> str:
    return f"/{device.name}-{mode}.html"


def _visit(address: str, device: Device, mode: Mode, expression: str) -> Visit:
    return Visit(address + _path(device, mode), device.width, device.height, expression)


def _findings(
    face: Face, mode: Mode, device: Device, engine: Engine, look: Any, meant: Sequence[str]
) -> Iterator[Finding]:
    faults = [(fault["kind"], fault["detail"]) for fault in look["faults"]]
    faults += [("markup", text) for text in visible_markup(look["prose"], meant)]
    for kind, detail in faults:
        yield Finding(face.card, face.side, mode, device.width, engine.name, kind, detail)
