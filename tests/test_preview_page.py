"""The preview's page in the hands of a reader: keys, fingers, links, the filter, night, paper, and no harm done."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection
from anki_backend import import_package
from hostile import ATTACKS, documents
from phone import webkit
from phone.browsers import missing_reviewer, need
from phone.checkup import asked
from phone.chromium import LocalPage, local_page, visit
from phone.reviewer import MODES, Mode
from phone.visits import Engine, Visit
from previews import KNOTS, ROPES, TITLES, built
from program import PROJECT
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from recto.note import Field
from recto.package import package
from recto.pipeline import Build
from recto.preview import preview

STRESS = PROJECT / "tests" / "fixtures" / "phone" / "stress.md"
MEASURE = (Path(__file__).parent / "phone" / "measure.js").read_text(encoding="utf-8")
CHECK = """const texts = visibleTexts();
checkWidth(texts, []);
for (const { text, element } of texts) checkInk(excerpt(text), element);
return faults;"""
PATIENCE = 5
"""Seconds that the page has for what is asked of it."""


@pytest.fixture
def page(chromium: Chrome, tmp_path: Path) -> Iterator[LocalPage]:
    """Give the page of two documents; in the end it has not complained, nor asked for anything outside of it."""
    with opened(chromium, tmp_path, built(ROPES, KNOTS)) as page:
        yield page
        assert page.complaints() == []
        assert page.requests() == []


@contextmanager
def opened(
    driver: Chrome, folder: Path, build: Build, width: int = 1400, height: int = 950
) -> Iterator[LocalPage]:
    """Open the preview of a build in a window of so many CSS pixels."""
    file = folder / "preview.html"
    file.write_text(preview(build), encoding="utf-8")
    with local_page(driver, file, width, height) as page:
        yield page


def in_phone(page: LocalPage, expression: str) -> Any:
    """Return what an expression comes to in the phone, once it shows what the page wants it to show."""
    wanted = json.dumps(page.evaluate("face()"))
    arrived = f"""new Promise((done) => {{
        const wanted = {wanted};
        const look = () => shown === wanted.html && document.body.matches(".nightMode") === wanted.night
            ? requestAnimationFrame(() => setTimeout(done)) : setTimeout(look, 5);
        look();
    }})"""
    with page.within("iframe"):
        return page.evaluate(f"{arrived}.then(() => {expression})")


def read(page: LocalPage) -> str:
    """Return what can be read on the phone."""
    text: str = in_phone(page, "qa.innerText")
    return text


def title(page: LocalPage) -> str:
    """Return the question on the phone."""
    text: str = in_phone(page, "document.querySelector('.question').innerText")
    return text


def until(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came to be true"
        time.sleep(0.02)


def test_keys_flip_the_card(page: LocalPage) -> None:
    """Space shows the answer under the question, and Enter the question alone again."""
    assert read(page) == "What is hemp?"
    page.press(" ")
    assert "What is hemp?\n\nA plant, and a rope." in re.sub("\n+", "\n\n", read(page))
    page.press(Keys.ENTER)
    assert read(page) == "What is hemp?"


def test_a_tap_flips_the_card(page: LocalPage) -> None:
    """A finger on the card, or on the button below it, turns it."""
    with page.within("iframe"):
        page.tap(".question")
    until(lambda: "A plant" in read(page))
    page.tap("#flip")
    assert "A plant" not in read(page)


def test_a_tap_on_what_acts_does_not_flip(page: LocalPage) -> None:
    """Folded words unfold under a finger, and the card stays."""
    page.press(" ")
    read(page)
    with page.within("iframe"):
        page.tap("summary")
    assert "It smells of tar." in read(page)


def test_keys_turn_to_other_cards(page: LocalPage) -> None:
    """Arrows go through the cards, whichever side is up, and stop at both ends."""
    page.press(Keys.ARROW_LEFT, " ", Keys.ARROW_RIGHT)
    assert read(page) == "What is sisal?"
    page.press(*[Keys.ARROW_RIGHT] * 9)
    assert (title(page), page.evaluate("by('count').textContent")) == ("What is a hitch?", "6 of 6")
    page.press(Keys.ARROW_LEFT)
    assert title(page) == "Which knot is a loop?"


def test_keys_act_in_the_phone_as_well(page: LocalPage) -> None:
    """Once the card has been clicked, keys go to its frame, and do the same there."""
    with page.within("iframe"):
        page.driver.find_element(By.CSS_SELECTOR, ".question").click()
    page.press(Keys.ARROW_RIGHT)
    until(lambda: title(page) == "What is sisal?")
    page.press("n")
    until(lambda: bool(page.evaluate("document.activeElement === filter")))
    page.press("y", "l")
    assert (page.evaluate("filter.value"), title(page)) == ("nyl", "What is nylon?")


def test_a_swipe_turns_to_other_cards(page: LocalPage) -> None:
    """A finger to the left brings the next card, to the right the one before."""
    read(page)
    with page.within("iframe"):
        page.swipe(".question", -150)
    until(lambda: title(page) == "What is sisal?")
    with page.within("iframe"):
        page.swipe(".question", 150)
    until(lambda: title(page) == "What is hemp?")


def test_a_swipe_over_a_wide_table_is_the_tables(page: LocalPage) -> None:
    """What scrolls sideways keeps the finger to itself."""
    page.press(Keys.ARROW_RIGHT, " ")
    read(page)
    with page.within("iframe"):
        page.swipe("td", -150)
    until(lambda: in_phone(page, "document.querySelector('.table').scrollLeft") > 0)
    assert title(page) == "What is sisal?"


def test_keys_scroll_the_phone(chromium: Chrome, tmp_path: Path) -> None:
    """Up and down move a card that is longer than the phone."""
    long = "# Long\n\n## What is long?\n\n" + "Line.\n\n" * 99 + "## What is short?\n\nThis.\n"
    with opened(chromium, tmp_path, built(long)) as page:
        page.press(" ")
        above = in_phone(page, "scrollY")
        page.press(Keys.PAGE_DOWN, Keys.ARROW_DOWN)
        until(lambda: in_phone(page, "scrollY") > above + 500)


def test_typing_filters(page: LocalPage) -> None:
    """Letters go to the filter from wherever they are typed; every word of it must be somewhere on the card."""
    page.press(*"plant what")
    assert page.evaluate("[...document.querySelectorAll('#cards a')].map((it) => it.textContent)") == list(
        TITLES[:2]
    )
    page.press(Keys.ARROW_DOWN)
    assert title(page) == "What is sisal?"
    page.press(*" nothing")
    assert page.evaluate("by('list-cards').textContent") == "0 cards"
    page.press(Keys.ESCAPE)
    assert page.evaluate("[by('list-cards').textContent, filter.value]") == ["6 cards", ""]
    page.press("/", *"thread")
    assert (title(page), page.evaluate("filter.value")) == ("What is nylon?", "thread")


def test_the_list_leads_to_cards(page: LocalPage) -> None:
    """The list has the cards under the names of decks and sections, and marks the one that is shown."""
    assert page.evaluate("[...document.querySelectorAll('#cards li')].map((it) => it.textContent)") == [
        *("Ropes › Of plants", *TITLES[:2], "Ropes › Of oil", *TITLES[2:4], "Knots", *TITLES[4:])
    ]
    page.driver.find_element(By.LINK_TEXT, "What is nylon?").click()
    assert title(page) == "What is nylon?"
    assert page.evaluate("document.querySelector('[aria-current=true]').textContent") == "What is nylon?"
    page.press(" ")
    assert "A thread." in read(page)


def test_a_card_has_a_link(page: LocalPage) -> None:
    """A link opens its card, and Back and Forward go over the cards on which one rested."""
    guids = page.evaluate("cards.map(({ guid }) => guid)")
    page.driver.get(f"{page.url}#{guids[2]}")
    page.driver.refresh()
    assert title(page) == "What is nylon?"
    page.press(Keys.ARROW_RIGHT)
    until(lambda: page.evaluate("location.hash") == f"#{guids[3]}")
    page.driver.back()
    until(lambda: title(page) == "What is nylon?")
    page.driver.forward()
    until(lambda: title(page) == TITLES[3])
    page.driver.get(f"{page.url}#nobody")
    until(lambda: title(page) == TITLES[0])


def test_a_link_finds_what_the_filter_hides(page: LocalPage) -> None:
    """Where the filter hides the card that a link leads to, the filter gives way."""
    page.press(*"thread")
    page.evaluate("void (location.hash = cards[0].guid)")
    until(lambda: title(page) == "What is hemp?")
    assert page.evaluate("filter.value") == ""


def test_findings_lead_to_cards(page: LocalPage) -> None:
    """Each finding is there with its place and hint; one that is about a card leads to it."""
    page.driver.find_element(By.ID, "list-findings").click()
    told = page.evaluate(
        "[...document.querySelectorAll('#findings li')].map((it) => it.innerText.split(/\\n+/))"
    )
    assert told[1] == [
        "bowline.png is missing; the card shows its alternative text",
        "put the file at bowline.png, or correct the reference",
        "1.md:7:1 R301",
    ]
    assert page.evaluate("[...document.querySelectorAll('#findings a')].length") == 2
    page.driver.find_element(By.PARTIAL_LINK_TEXT, "bowline.png is missing").click()
    until(lambda: title(page) == "Which knot is a loop?")
    assert "bowline.png is missing" in page.evaluate("by('about').innerText")
    assert page.evaluate("document.querySelectorAll('#cards .faulty').length") == 2


def test_night_and_light(page: LocalPage) -> None:
    """The switch turns the card to night mode and back, and with it what stands around the phone."""
    colour = "getComputedStyle(document.body).backgroundColor"
    light = in_phone(page, colour)
    page.tap("#night")
    assert in_phone(page, "document.body.className") == "card card1 nightMode night_mode"
    assert in_phone(page, colour) == "rgb(22, 24, 28)" != light
    assert page.evaluate("by('night').getAttribute('aria-pressed')") == "true"
    page.tap("#night")
    assert in_phone(page, colour) == light


def test_the_list_is_behind_a_button_on_a_phone(chromium: Chrome, tmp_path: Path) -> None:
    """A narrow window shows the card alone; the list comes when it is asked for, and goes with a choice."""
    with opened(chromium, tmp_path, built(ROPES, KNOTS), 390, 844) as page:
        listed = "by('index').checkVisibility()"
        assert not page.evaluate(listed)
        page.tap("#open-index")
        assert page.evaluate(listed)
        page.driver.find_element(By.LINK_TEXT, "What is nylon?").click()
        assert title(page) == "What is nylon?"
        assert not page.evaluate(listed)


SIZES = ((390, 844), (820, 1180), (1400, 900))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_page_itself_reads_well(
    chromium: Chrome, tmp_path: Path, size: tuple[int, int], mode: Mode
) -> None:
    """What stands around the phone is as legible as the cards: size, contrast and width, list and findings."""
    with opened(chromium, tmp_path, built(ROPES, KNOTS), *size) as page:
        page.evaluate(f"(unfold(true), select(2), turn({json.dumps(mode == 'night')}))")
        for what in ("cards", "findings"):
            page.evaluate(f"choose('{what}')")
            assert chromium.execute_script(f"{MEASURE}\n{CHECK}") == []


LAYOUT = """(() => {
    const origin = document.getElementById("qa").getBoundingClientRect();
    return [...document.querySelectorAll("#qa *:not(style)")].map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const { color, backgroundColor, fontSize, fontWeight } = getComputedStyle(element);
        const box = [left - origin.left, top - origin.top, width, height].map(Math.round);
        return [element.tagName, ...box, color, backgroundColor, fontSize, fontWeight];
    });
})()"""
"""Where every element of a card is, and how it looks."""


@pytest.mark.parametrize("mode", MODES)
def test_the_phone_shows_what_the_app_shows(
    chromium: Chrome, collection: Collection, tmp_path: Path, mode: Mode
) -> None:
    """Every element of every card is in the place, of the size and the colours that it has in Anki's reviewer."""
    need(missing_reviewer())
    deck = built(STRESS.read_text(encoding="utf-8"))
    (tmp_path / "deck.apkg").write_bytes(package(deck.decks))
    import_package(collection, tmp_path / "deck.apkg")
    theirs = asked(collection, Engine("chromium", partial(visit, chromium)), LAYOUT, mode)
    compared = 0
    with opened(chromium, tmp_path, deck, 1400, 1100) as page:
        page.evaluate(f"turn({json.dumps(mode == 'night')})")
        for number, note in enumerate(deck.identified.notes):
            for side in ("front", "back"):
                page.evaluate(f"(select({number}), side = '{side}', show())")
                ours = in_phone(page, LAYOUT)
                if not any(element[0] in {"math", "BUTTON"} for element in ours):
                    assert ours == theirs[2 * number + (side == "back")], (note.rendered.words, side)
                    compared += 1
    assert compared > 70


def test_the_page_and_the_phone_are_strangers(page: LocalPage) -> None:
    """The phone's frame cannot reach the page, and neither style reaches the other."""
    reach = "(() => { try { return parent.document.title; } catch (error) { return error.name; } })()"
    assert in_phone(page, reach) == "SecurityError"
    assert in_phone(page, "getComputedStyle(document.querySelector('.question')).fontSize") == "24px"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "17px"
    assert in_phone(page, "innerWidth") == 390


def test_formulas_pictures_and_sounds(page: LocalPage) -> None:
    """Formulas are set without a script, a picture shows, a sound is a button; what there is no file for is words."""
    page.evaluate("(select(3), flip())")
    assert in_phone(page, "document.querySelector('mfrac').getBoundingClientRect().height") > 10
    page.evaluate("(select(5), flip())")
    assert in_phone(page, "[document.images[0].naturalWidth, document.images[0].src.slice(0, 18)]") == [
        9,
        "data:image/svg+xml",
    ]
    assert in_phone(page, "document.querySelector('.replay-button').getBoundingClientRect().width") == 40
    page.evaluate("(select(4), flip())")
    assert in_phone(page, "document.querySelector('.missing').innerText") == "a bowline"


def test_paper_has_every_card(page: LocalPage) -> None:
    """What is printed is each card that passes the filter, front beside back, by day, all folds open."""
    page.evaluate("turn(true)")
    page.press(*"plant")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    pairs = page.evaluate("[...paper.querySelectorAll('.pair')].map((it) => it.innerText)")
    assert [pair.count(words) for pair, words in zip(pairs, TITLES, strict=False)] == [2, 2]
    assert "It smells of tar." in pairs[0]
    colour = "getComputedStyle(paper.querySelector('.question')).color"
    assert page.evaluate(
        f"[document.querySelector('main').checkVisibility(), by('index').checkVisibility(), {colour}]"
    ) == [False, False, "rgb(37, 39, 44)"]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    printed = page.driver.execute_cdp_cmd("Page.printToPDF", {})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    assert page.evaluate("paper.querySelectorAll('.pair').length") == 0


def test_the_page_works_in_webkit(tmp_path: Path) -> None:
    """In the other engine, too, the phone runs its own script behind its walls, and the page answers to keys."""
    need(webkit.missing())
    file = tmp_path / "preview.html"
    file.write_text(preview(built(ROPES, KNOTS)), encoding="utf-8")
    script = """(async () => {
        const heard = new Promise((done) => addEventListener("message", ({ data }) => done(data)));
        const frame = document.querySelector("iframe");
        frame.srcdoc += " ";
        for (const key of ["ArrowRight", " "]) {
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        }
        const texts = ["count", "flip"].map((id) => by(id).textContent);
        return [await heard, frame.contentDocument, ...texts];
    })()"""
    (seen,) = webkit.visit([Visit(file.as_uri(), 1200, 800, script)])
    assert seen == [{"ready": True}, None, "2 of 6", "Show question"]


def test_ten_thousand_cards_are_as_quick_as_ten(chromium: Chrome, tmp_path: Path) -> None:
    """However many cards there are, only the rows that can be seen are in the document, and all can be reached."""
    few = built(ROPES, KNOTS)
    notes = few.identified.notes
    many = tuple(replace(notes[n % len(notes)], guid=f"g{n}") for n in range(10_000))
    deck = replace(few, identified=replace(few.identified, notes=many))
    with opened(chromium, tmp_path, deck) as page:
        assert page.evaluate("[cards.length, document.querySelectorAll('*').length < 400]") == [10_000, True]
        page.evaluate("select(9_999)")
        assert title(page) == TITLES[9_999 % 6]
        page.evaluate("new Promise(requestAnimationFrame)")
        rows = page.evaluate("[...document.querySelectorAll('#cards a')].map((it) => it.hash)")
        assert "#g9999" in rows
        assert len(rows) < 60
        page.press(*"loop")
        assert page.evaluate("by('list-cards').textContent") == "1666 cards"
        milliseconds = page.evaluate(
            "(() => { const begun = performance.now(); sift(); return performance.now() - begun; })()"
        )
        assert milliseconds < 500


def test_a_hostile_document_does_nothing(chromium: Chrome, tmp_path: Path) -> None:
    """Whatever a document tries, in questions and in answers, nothing runs and nothing is asked for."""
    with opened(chromium, tmp_path, built(*documents())) as page:
        assert show_all(page) > 1.8 * len(ATTACKS)
        assert page.complaints() == []
        assert page.requests() == []


def test_the_phone_is_the_second_line_of_defence(chromium: Chrome, tmp_path: Path) -> None:
    """Even HTML that nobody has cleaned runs nothing in the phone: its page lets no script in but its own."""
    deck = built(ROPES)
    note = deck.identified.notes[0]
    notes = tuple(
        replace(note, guid=f"g{n}", rendered=replace(note.rendered, answer=Field(attack)))
        for n, attack in enumerate(ATTACKS)
        if "refresh" not in attack
    )
    with opened(chromium, tmp_path, replace(deck, identified=replace(deck.identified, notes=notes))) as page:
        assert show_all(page) == len(notes)


def show_all(page: LocalPage) -> int:
    """Show both sides of all cards, assert that none of them ran anything, and return how many there are."""
    faces: list[str] = page.evaluate("cards.flatMap(({ front, back }) => [front, back].map(withMedia))")
    showing = f"""(async () => {{
        let ran = 0;
        window.alert = () => {{ ran += 1; }};
        for (const html of {json.dumps(faces)}) {{
            await show({{ html, side: "front", night: false }});
            await new Promise(requestAnimationFrame);
        }}
        return ran;
    }})()"""
    assert in_phone(page, showing) == 0
    return len(faces) // 2
