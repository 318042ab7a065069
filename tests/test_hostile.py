"""Hostile documents, all the way into Anki's reviewer: nothing runs, nothing is fetched, nothing covers the card."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import assert_clean, import_package
from hostile import ATTACKS, documents
from phone.checkup import asked
from phone.chromium import visit
from phone.visits import Engine
from previews import built
from selenium.webdriver import Chrome

from recto.package import package

PROVOKED = """(async () => {
    const harmless = (event) => {
        if (/^(https?|mailto):/.test(event.target.closest("a[href]")?.href)) {
            event.preventDefault();
        }
    };
    addEventListener("click", harmless, true);
    const elements = [...document.querySelectorAll("#qa *:not(style)")];
    for (const element of elements) {
        for (const type of ["mouseover", "focus", "toggle", "animationstart", "begin", "click"]) {
            element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
        }
    }
    await nextFrame();
    removeEventListener("click", harmless, true);
    const done = faults.splice(0).filter(({ kind }) => kind === "script" || kind === "remote");
    const covering = elements.filter((element) => getComputedStyle(element).position === "fixed").map(named);
    const active = document.querySelectorAll("#qa :is(script, iframe, object, embed, form, meta, base)");
    return [...done.map(({ detail }) => detail), ...covering, ...[...active].map(named)];
})()"""
"""Does to every element of a card what a person, or the time, could do to it; comes to all that went wrong."""


def imported(collection: Collection, folder: Path) -> Collection:
    """Import the cards of all hostile documents."""
    build = built(*documents())
    (folder / "deck.apkg").write_bytes(package(build.decks))
    import_package(collection, folder / "deck.apkg")
    return collection


def test_hostile_documents_are_cards(collection: Collection, tmp_path: Path) -> None:
    """Nearly every attack is a card of its own, none spills over into the next, and Anki's checks are content."""
    deck = imported(collection, tmp_path)
    assert deck.card_count() > 1.8 * len(ATTACKS)
    assert len(deck.find_cards('"Question:What is number*"')) == len(ATTACKS)
    assert_clean(deck)


def test_nothing_runs(collection: Collection, tmp_path: Path, engine: Engine) -> None:
    """Whatever a document tries in questions and answers, nothing comes of it, even when everything is touched."""
    values = asked(imported(collection, tmp_path), engine, PROVOKED, "light")
    assert [found for found in values if found] == []


def test_the_attacks_are_real(
    collection: Collection, tmp_path: Path, reviewer: Chrome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it not for the allow-list and the look into formulas, the same documents would run scripts."""
    monkeypatch.setattr("recto.render.sanitize", lambda markup: markup)
    monkeypatch.setattr("recto.fields.escape.writes_html", lambda _tex: False)
    engine = Engine("chromium", partial(visit, reviewer))
    values = asked(imported(collection, tmp_path), engine, PROVOKED, "light")
    found = {thing for things in values for thing in things}
    assert "alert: 1" in found
    assert any(thing.startswith("mjx-mi") for thing in found)
