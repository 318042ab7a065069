"""The tools of the cards' checks: what markup is, how browsers are asked, pictures, a page to drive."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import genanki
import pytest
from anki.collection import Collection
from anki_backend import import_package
from phone.browsers import need
from phone.cards import faces
from phone.checkup import looks, picture
from phone.chromium import LocalPage, local_page
from phone.findings import Finding, listed
from phone.markup import MARKUP, visible_markup
from phone.reviewer import IPHONE
from phone.server import serving
from phone.visits import Engine, Visit
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

MARKED = (
    "[sound:bell.mp3]",
    "[anki:play:q:0]",
    "[latex]x[/latex]",
    "[$]x[/$]",
    "[[type:Answer]]",
    "{{Question}}",
    "The front of this card is blank",
    "Front template has a problem",
    "Invalid MathJax on card: no",
    r"so \(x\) is",
    "$$ x $$",
    r"$\alpha + 1$",
    "**bold",
    "bold**",
    "__init__",
    "~~gone~~",
    "a `name`",
    "one\n## two",
    "one\n> two",
    "one\n| two |",
    "a|---|",
    "one\n---\ntwo",
    "one\n* two",
    "[x] done",
    "![alt]",
    "[text](page.html)",
    "[text][1]",
    "see[^1]",
    "[1]: page.html",
    "a <b>word</b>",
    "<!-- note -->",
    "&nbsp;",
    "caf\u00c3\u00a9",
)
UNMARKED = (
    "It costs $5 or $7, in $HOME.",
    "2 * 3 * 4, a_b_c, x[0][1], f(x), 5 > 4, a | b",
    "a [note] in brackets, (and more)",
    "List<String> and a --> b",
    "one - two \N{EM DASH} three",
    "naïve café, 漢字, Ã",
)


@pytest.mark.parametrize("text", MARKED)
def test_markup_is_seen(text: str) -> None:
    """Each mark in prose is seen, and not if it is meant."""
    assert list(visible_markup(text))
    assert not list(visible_markup(text, ["more", text]))


@pytest.mark.parametrize("text", UNMARKED)
def test_prose_is_left_alone(text: str) -> None:
    """What people write in prose is not taken for markup."""
    assert not list(visible_markup(text))


def test_every_mark_is_tried() -> None:
    """No pattern is without an example."""
    assert all(any(pattern.search(text) for text in MARKED) for pattern in MARKUP)


def test_findings_are_listed_by_fault() -> None:
    """A fault is one line, however many places it shows in; too many faults are cut, and counted."""
    dim = [Finding("1. why", "back", "night", width, "webkit", "contrast", "2:1") for width in (390, 820)]
    wide = Finding("2. how", "front", "light", 390, "chromium", "wide", "the page is 400 px wide")
    assert listed([*dim, wide], most=1) == (
        "2 faults:\ncontrast: 2:1 (back of 1. why; webkit, 390 820 px, night)\n... and 1 more"
    )


PAGE = b"<!doctype html><meta name=viewport content='width=device-width'><p id=here>words"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Give the address of a server with one page and one file."""
    (tmp_path / "name with spaces.txt").write_text("file")
    with serving({"/page.html": PAGE}, {"/files/": tmp_path}) as address:
        yield address


def test_visits_return_values_in_order(engine: Engine, address: str) -> None:
    """Each visit has its window and gives its value, a promise's too."""
    widths = (390, 820, 400)
    expression = "fetch('/files/name with spaces.txt').then(async (it) => [await it.text(), innerWidth])"
    visits = [Visit(f"{address}/page.html", width, 700, expression) for width in widths]
    assert engine.visit(visits) == [["file", width] for width in widths]


@pytest.mark.parametrize(
    ("path", "expression", "reason"),
    [
        ("/page.html", "nothing.there", "nothing"),
        ("/page.html", "Promise.reject(new Error('ouch'))", "ouch"),
        ("/gone.html", "document.querySelector('#here').id", "null"),
    ],
)
def test_a_visit_that_fails_raises(
    engine: Engine, address: str, path: str, expression: str, reason: str
) -> None:
    """An expression that throws is an error, not a value."""
    with pytest.raises(RuntimeError, match=reason):
        engine.visit([Visit(address + path, 390, 700, expression)])


def test_a_server_that_is_not_there_raises(engine: Engine) -> None:
    """A page that does not load is an error."""
    with serving({}, {}) as address:
        pass
    with pytest.raises(RuntimeError, match=r"127\.0\.0\.1"):
        engine.visit([Visit(f"{address}/page.html", 390, 700, "1")])


def import_one(collection: Collection, folder: Path, front: str) -> None:
    """Import a package with one card."""
    template = {"name": "Card", "qfmt": "{{Front}}", "afmt": "back of {{Front}}"}
    model = genanki.Model(1, "One", [{"name": "Front"}], [template], css="body { font-size: 20px }")
    deck = genanki.Deck(2, "One")
    deck.add_note(genanki.Note(model, [front]))
    genanki.Package(deck).write_to_file(folder / "one.apkg")
    import_package(collection, folder / "one.apkg")


def test_a_reviewer_without_its_script_raises(
    collection: Collection, tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Anki's reviewer cannot be loaded, the checks fail instead of finding nothing."""
    import_one(collection, tmp_path, "front")
    monkeypatch.setattr("phone.checkup.WEB_FILES", tmp_path)
    with pytest.raises(RuntimeError, match="_updateQA"):
        looks(collection, engine)


def test_a_look_tells_what_can_be_read(collection: Collection, tmp_path: Path, engine: Engine) -> None:
    """What is seen on each device in each mode is told with code and without, and formulas are counted."""
    import_one(collection, tmp_path, "<p>sum \\(x+y\\)</p><pre>one\n\ttwo</pre><code>f()</code>")
    seen = looks(collection, engine)
    places = [(width, mode) for width in (390, 820) for mode in ("light", "night")]
    assert [(look.width, look.mode) for look in seen[::2]] == places
    for front, back in zip(seen[::2], seen[1::2], strict=True):
        assert (front.face.side, back.face.side) == ("front", "back")
        assert (front.formulas, front.engine) == (1, engine.name)
        assert front.text.split() == ["sum", "one", "two", "f()"]
        assert front.prose.split() == ["sum"]
        assert "one\n\ttwo" in front.text


def test_faces_are_front_and_back(collection: Collection, tmp_path: Path) -> None:
    """Each card has two faces, with sounds and answer boxes as the app shows them."""
    import_one(collection, tmp_path, "one <b>two</b> [sound:bell.mp3] [[type:x]]")
    front, back = faces(collection)
    assert (front.card, front.side, back.side) == ("1. one two [sound:bell.mp3] [[type:x]]", "front", "back")
    assert "replay-button" in front.html
    assert "[anki" not in front.html
    assert '<input type="text" id="typeans">' in front.html
    assert back.html.startswith("<style>body { font-size: 20px }</style>back of one")


def test_pictures_are_of_the_phone(reviewer: Chrome, collection: Collection, tmp_path: Path) -> None:
    """A picture is a PNG of the phone's window, twice as fine, and night differs from light."""
    import_one(collection, tmp_path, "front")
    front, _ = faces(collection)
    light, night = (
        picture(reviewer, collection, front, "light"),
        picture(reviewer, collection, front, "night"),
    )
    for png in (light, night):
        assert png.startswith(b"\x89PNG")
        assert struct.unpack(">II", png[16:24]) == (2 * IPHONE.width, 2 * IPHONE.height)
    assert light != night


DRIVEN = """<!doctype html>
<title>Driven</title><button>none</button><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<script>
  const button = document.querySelector("button");
  addEventListener("keydown", ({ key }) => { button.textContent += ` ${key}`; });
  button.addEventListener("touchend", () => { button.textContent += " touched"; });
  button.addEventListener("click", () => { button.textContent += " clicked"; });
</script>"""


@pytest.fixture
def driven(chromium: Chrome, tmp_path: Path) -> Iterator[LocalPage]:
    """Give an open page that writes down what is done to it."""
    file = tmp_path / "driven page.html"
    file.write_text(DRIVEN)
    with local_page(chromium, file) as page:
        yield page


def test_a_local_page_is_driven(driven: LocalPage) -> None:
    """Keys and taps arrive at the page, in a window of the size asked for."""
    driven.press("a", Keys.ARROW_RIGHT)
    driven.tap("button")
    assert driven.evaluate("button.textContent") == "none a ArrowRight touched clicked"
    assert driven.evaluate("[innerWidth, innerHeight]") == [1200, 800]


def test_a_local_page_at_peace_reports_nothing(driven: LocalPage) -> None:
    """Of a page that asks for nothing and does not complain, nothing is recorded; nor of jumps within it."""
    driven.driver.get(f"{driven.url}#there")
    assert driven.complaints() == []
    assert driven.requests() == []


def test_a_local_page_is_listened_to(driven: LocalPage) -> None:
    """What a page complains of or throws is recorded, and so is what it asks for."""
    driven.evaluate("console.error('first complaint')")
    driven.evaluate(
        "new Promise((done) => { setTimeout(() => { setTimeout(done); throw Error('thrown'); }); })"
    )
    driven.evaluate("new Promise((done) => { const i = new Image(); i.onerror = done; i.src = 'gone.png'; })")
    driven.evaluate("fetch('http://localhost:1/x').catch(() => 0)")
    complaints = "\n".join(driven.complaints())
    assert "first complaint" in complaints
    assert "Error: thrown" in complaints
    assert [url.rpartition("/")[2] for url in driven.requests()] == ["gone.png", "x"]
    assert driven.complaints() == driven.requests() == []


def test_the_reviewer_is_as_old_as_the_backend() -> None:
    """The wheel that carries the reviewer has the version of the backend that renders for it."""
    requirement = (Path(__file__).parents[1] / "requirements" / "browsers.txt").read_text()
    assert f"aqt=={version('anki')} " in requirement


@pytest.mark.parametrize(
    ("wanted", "outcome"), [("", pytest.skip.Exception), ("required", pytest.fail.Exception)]
)
def test_a_missing_browser(
    monkeypatch: pytest.MonkeyPatch, wanted: str, outcome: type[BaseException]
) -> None:
    """Without a browser a test is skipped, saying what to do; where browsers are required it fails."""
    monkeypatch.setenv("RECTO_BROWSERS", wanted)
    need("")
    with pytest.raises(outcome, match=r"chromium is missing; on Debian, \.ci/browsers installs"):
        need("chromium is missing")
