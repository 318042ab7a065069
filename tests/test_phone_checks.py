"""The checks of cards in real browsers find what is bad, in every engine, and leave alone what is good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import genanki
import pytest
from anki.collection import Collection
from anki_backend import import_package, opened_copy
from phone.checkup import findings, looks
from phone.findings import Finding, Kind, listed
from phone.reviewer import DEVICES, MODES, Mode
from phone.visits import Engine

STYLE = """
.card { color: #111; background-color: #fff; font: 18px/1.4 sans-serif; }
.card.nightMode { color: #eee; background-color: #222; }
pre { font: 16px/1.4 monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.scroller { overflow-x: auto; }
.small-before::before { content: "python"; font-size: 11px; }
.pale-after::after { content: "python"; color: #777; }
.pale-markers ::marker { color: #777; }
.small-markers ::marker { font-size: 10px; }
"""
LONG = "wide " * 60
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path d="M0 0h40v40H0z"/></svg>'
MEDIA = {"square.svg": SQUARE, "torn.svg": "<svg", "text.png": "not a picture"}

GOOD = {
    "plain words": "What is a list, and what is a tuple?",
    "markup inside code": "<pre>**kwargs, `x`, [sound:x], {{ y }}, \\(z\\)</pre> and <code># text</code>",
    "a wide table in a scroller": f'<div class="scroller"><table><tr><td nowrap>{LONG}</table></div>',
    "long lines of code": f"<pre>{'x' * 300}\n{'call(y) ' * 40}</pre>",
    "details": "<details><summary>More</summary><p>An explanation.</p></details>",
    "an image": '<img src="square.svg">',
    "math": r"\(x^2\) and \[\int_0^1 \frac{a_{i_j}}{b}\,dx\]",
    "lists": "<ol><li>one<ul><li>two</ul></ol>",
    "right to left": '<p dir="rtl">שלום עולם</p><p>\N{GRINNING FACE} 漢字</p>',
    "prices": "It costs $5 or $7, in $HOME; 2 * 3 * 4 > 5.",
    "a sound": "[sound:bell.mp3] listen",
}


@dataclass(frozen=True, slots=True)
class Bad:
    """A front that is bad, and where that shows."""

    html: str
    kinds: tuple[Kind, ...]
    detail: str
    """What one of the findings says."""
    modes: tuple[Mode, ...] = MODES
    widths: tuple[int, ...] = tuple(device.width for device in DEVICES)


BAD = {
    "hidden": Bad('<p style="display: none">text</p>', ("empty",), "nothing to see"),
    "wide box": Bad('<div style="width: 1200px">text</div>', ("wide",), "the page is 12"),
    "wide text": Bad(f'<p style="white-space: nowrap">{LONG}</p>', ("wide",), "in p reaches from"),
    "wide on the phone": Bad('<div style="width: 600px">text</div>', ("wide",), "reaches", widths=(390,)),
    "out at the left": Bad('<p style="margin-left: -60px">some text</p>', ("wide",), "reaches from -"),
    "sideways code": Bad(
        f'<pre style="white-space: pre; overflow-x: auto">{LONG}</pre>', ("scroll",), "pre scrolls"
    ),
    "sideways box of code": Bad(
        f'<div class="scroller"><pre style="white-space: pre">{LONG}</pre></div>', ("scroll",), "div.scroller"
    ),
    "cut at the side": Bad(
        f'<p style="overflow: hidden; white-space: nowrap">{LONG}</p>', ("clipped",), "px at its side"
    ),
    "cut at the bottom": Bad(
        f'<div style="overflow: hidden; height: 30px">{LONG * 5}</div>', ("clipped",), 'div cuts "wide wide'
    ),
    "cut formula": Bad(
        "<style>mjx-container { overflow: hidden; height: 20px }</style>"
        r"\[\sum_{i=1}^{n} \frac{a}{b}\]",
        ("clipped",),
        "of its height",
    ),
    "cut to a path": Bad('<p style="clip-path: inset(50%)">text</p>', ("clipped",), 'p cuts "text"'),
    "a page that does not scroll": Bad(
        f"<style>body {{ overflow: hidden }}</style>{LONG * 60}", ("clipped",), "cannot be scrolled"
    ),
    "small text": Bad('<span style="font-size: 13px">text</span>', ("small",), '"text" in span is 13.0 px'),
    "small superscript": Bad('x<sup style="font-size: 12px">2</sup>', ("small",), "in sup"),
    "small label": Bad('<p class="small-before">text</p>', ("small",), "p.small-before::before is 11.0 px"),
    "small markers": Bad('<ol class="small-markers"><li>text</ol>', ("small",), "li::marker"),
    "small formula": Bad(r'<p style="font-size: 10px">\(x\)</p>', ("small",), "a formula"),
    "grey text": Bad('<p style="color: #808080">text</p>', ("contrast",), '"text" in p has'),
    "dark text": Bad(
        '<p style="color: #333">text</p>', ("contrast",), '"text" in p has 1.26:1', modes=("night",)
    ),
    "faded text": Bad('<div style="opacity: .4"><p>text</p></div>', ("contrast",), '"text" in p has'),
    "text on a colour": Bad(
        '<pre style="background: #246; color: #eee">def <span style="color: #68a">f</span></pre>',
        ("contrast",),
        '"f" in span has',
    ),
    "pale label": Bad('<p class="pale-after">text</p>', ("contrast",), "p.pale-after::after"),
    "pale markers": Bad('<ul class="pale-markers"><li>text</ul>', ("contrast",), "li::marker"),
    "pale formula": Bad(r'<p style="color: #777">\(x\)</p>', ("contrast",), "a formula has"),
    "text on a picture": Bad(
        '<p style="background: linear-gradient(red, blue)">text</p>', ("contrast",), "stands on a picture"
    ),
    "missing image": Bad('text <img src="gone.png">', ("image",), "gone.png does not load"),
    "torn image": Bad('text <img src="torn.svg">', ("image",), "torn.svg does not load"),
    "text as an image": Bad('text <img src="text.png">', ("image",), "text.png does not load"),
    "image without room": Bad('text <img src="square.svg" width="0">', ("image",), "takes no room"),
    "remote image": Bad(
        'text <img src="https://example.invalid/x.png">', ("image", "remote"), "example.invalid"
    ),
    "remote style": Bad(
        "<style>@import 'https://example.invalid/x.css'</style>text", ("remote", "script"), "example.invalid"
    ),
    "remote frame": Bad(
        '<iframe src="https://example.invalid/"></iframe>text', ("remote",), "example.invalid"
    ),
    "incomplete formula": Bad(r"\(\frac{a}\)", ("math",), "frac"),
    "unknown command": Bad(r"\(\nosuchcommand\)", ("math",), r"\nosuchcommand"),
    "raw Markdown": Bad("<p>This is **bold**.</p>", ("markup",), "This is **bold**."),
    "raw Markdown at a line's start": Bad("<p>text</p><p># title</p>", ("markup",), "# title"),
    "raw sound": Bad("<p>Listen: &#91;sound:bell.mp3]</p>", ("markup",), "Listen: [sound:bell.mp3]"),
    "throwing script": Bad("<script>throw new Error('ouch')</script>text", ("script",), "ouch"),
    "script that speaks": Bad("<script>alert('here')</script>text", ("script",), "alert: here"),
    "handler that runs": Bad('<img src="gone.png" onerror="alert(1)">text', ("image", "script"), "alert: 1"),
    "complaining script": Bad("<script>console.error('oh!')</script>text", ("script",), "console: oh!"),
    "script that waits": Bad(
        "<script>setTimeout(() => alert('later'), 50)</script>text", ("script",), "alert: later"
    ),
    "broken promise": Bad("<script>Promise.reject('never')</script>text", ("script",), "unhandled: never"),
    "missing script": Bad('<script src="gone.js"></script>text', ("script",), "cannot load"),
    "missing style": Bad('<link rel="stylesheet" href="gone.css">text', ("script",), "cannot load"),
}


@pytest.fixture(scope="module")
def good_and_bad(empty_collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Give a collection of all good and bad cards, the name of each in the note's second field."""
    folder = tmp_path_factory.mktemp("checks")
    template = {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{Name}}"}
    model = genanki.Model(1, "Checks", [{"name": "Name"}, {"name": "Front"}], [template], css=STYLE)
    deck = genanki.Deck(2, "Checks")
    fronts = GOOD | {name: bad.html for name, bad in BAD.items()}
    for name, front in fronts.items():
        deck.add_note(genanki.Note(model, [name, front]))
    genanki.Package(deck).write_to_file(folder / "checks.apkg")
    with opened_copy(empty_collection, folder / "anki") as collection:
        import_package(collection, folder / "checks.apkg")
        for name, content in MEDIA.items():
            collection.media.write_data(name, content.encode())
        yield collection


@pytest.fixture(scope="module")
def found(good_and_bad: Collection, engine: Engine) -> tuple[Finding, ...]:
    """Give all findings of the engine in the collection of good and bad cards."""
    return findings(looks(good_and_bad, engine))


def of(found: tuple[Finding, ...], name: str) -> list[Finding]:
    """Return the findings of one card."""
    return [finding for finding in found if finding.card.endswith(f". {name}"[:50])]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_card_has_no_findings(found: tuple[Finding, ...], name: str) -> None:
    """What reads well is left alone."""
    assert not of(found, name), listed(of(found, name))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_card_is_found(found: tuple[Finding, ...], name: str) -> None:
    """Each fault is found as what it is, on the front, in the modes and at the widths where it shows."""
    bad = BAD[name]
    own = of(found, name)
    assert {finding.kind for finding in own} == set(bad.kinds), listed(own)
    assert any(bad.detail in finding.detail for finding in own), listed(own)
    shown = {(mode, width) for mode in bad.modes for width in bad.widths}
    for kind in bad.kinds:
        assert {(f.mode, f.width) for f in own if f.kind == kind} == shown, listed(own)
    assert {finding.side for finding in own} == {"front"}


def test_every_kind_is_tried() -> None:
    """No kind of finding is without a card that has it."""
    assert {kind for bad in BAD.values() for kind in bad.kinds} == set(get_args(Kind))
