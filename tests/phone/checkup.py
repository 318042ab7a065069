"""Cards through their paces: every face on every device, in both modes, and what is wrong with it there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from anki.collection import Collection
from selenium.webdriver import Chrome

from phone import chromium
from phone.cards import Face, faces
from phone.findings import Finding, Kind
from phone.markup import visible_markup
from phone.reviewer import DEVICES, IPHONE, MODES, WEB_FILES, Device, Mode, page
from phone.server import serving
from phone.visits import Engine, Visit

_MEASURE = Path(__file__).with_name("measure.js")


@dataclass(frozen=True, slots=True)
class Look:
    """One face on one device in one mode, as an engine shows it."""

    face: Face
    mode: Mode
    width: int
    """The window's, in CSS pixels."""
    engine: str
    faults: tuple[tuple[Kind, str], ...]
    """What the page found wrong with itself: kind and detail."""
    text: str
    """All that can be read, line for line, formulas aside."""
    prose: str
    """The same without code."""
    formulas: int
    """How many formulas MathJax set."""


def looks(collection: Collection, engine: Engine, devices: Sequence[Device] = DEVICES) -> tuple[Look, ...]:
    """Show every card in one engine: front and back, on each device, in light and in night mode."""
    shown = faces(collection)
    places = [(device, mode) for device in devices for mode in MODES]
    with _reviewer(collection, shown) as address:
        visits = [_visit(address, device, mode, f"lookAtFaces({device.width})") for device, mode in places]
        values = engine.visit(visits)
    return tuple(
        _look(face, mode, device, engine, seen)
        for (device, mode), value in zip(places, values, strict=True)
        for face, seen in zip(shown, value, strict=True)
    )


def findings(looks: Iterable[Look], meant: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Return everything that is wrong with cards by the looks of them.

    `meant` are literal texts that look like markup and are meant to be read as they are.
    """
    return tuple(
        Finding(look.face.card, look.face.side, look.mode, look.width, look.engine, kind, detail)
        for look in looks
        for kind, detail in (*look.faults, *(("markup", text) for text in visible_markup(look.prose, meant)))
    )


def asked(
    collection: Collection, engine: Engine, expression: str, mode: Mode, device: Device = IPHONE
) -> list[Any]:
    """Return what a JavaScript expression comes to for each face, in order, once a device shows it."""
    each = f"await showFace(face); values.push(await ({expression}));"
    loop = f"for (const face of await getFaces()) {{ {each} }}"
    script = f"(async () => {{ const values = []; {loop} return values; }})()"
    with _reviewer(collection, faces(collection)) as address:
        values: list[Any] = engine.visit([_visit(address, device, mode, script)])[0]
    return values


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


def _look(face: Face, mode: Mode, device: Device, engine: Engine, seen: Any) -> Look:
    faults = tuple((fault["kind"], fault["detail"]) for fault in seen["faults"])
    texts = (seen["text"], seen["prose"])
    return Look(face, mode, device.width, engine.name, faults, *texts, seen["formulas"])
