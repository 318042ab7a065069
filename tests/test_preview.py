"""The preview: one page that holds every card as the app puts it together, and needs nothing else."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection
from anki_backend import cards_in_order, import_package
from previews import KNOTS, ROPES, TITLES, built
from program import PROJECT, Run

from recto.package import package
from recto.preview import preview
from recto.preview.faces import faces

STRESS = PROJECT / "tests" / "fixtures" / "phone" / "stress.md"


def data(page: str) -> Any:
    """Return what a page knows of its cards."""
    found = re.search('<script id="deck" type="application/json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def wait_for(file: Path) -> None:
    """Wait until a program that nobody waits for has written a file."""
    end = time.monotonic() + 10
    while not file.exists() and time.monotonic() < end:
        time.sleep(0.01)


def test_every_card_is_there() -> None:
    """A page has the cards of all documents in order, each with its link, its place and what it is part of."""
    deck = data(preview(built(ROPES, KNOTS)))
    assert [card["title"] for card in deck["cards"]] == list(TITLES)
    assert all(re.fullmatch("[A-Za-z0-9]+", card["guid"]) for card in deck["cards"])
    first = deck["cards"][0]
    keys = ("place", "deck", "section", "tags")
    assert [first[key] for key in keys] == ["0.md:9", "Ropes", ["Of plants"], ["sea", "of-plants"]]
    assert first["text"].startswith("What is hemp?\nA plant, and a rope.\n")


def test_findings_name_their_cards() -> None:
    """A finding within a card's lines leads to the card; one about a question without a card leads nowhere."""
    deck = data(preview(built(ROPES, KNOTS)))
    titles = {card["guid"]: card["title"] for card in deck["cards"]}
    found = [(f["code"], f["place"], titles.get(f["guid"])) for f in deck["findings"]]
    assert found == [
        ("R401", "0.md:34:1", "What is nylon?"),
        ("R301", "1.md:7:1", "Which knot is a loop?"),
        ("R101", "1.md:9:1", None),
    ]
    assert deck["findings"][0]["hint"].startswith("name a language")


def test_files_are_in_the_page() -> None:
    """Images and sounds are `data:` URLs under the names that the cards know them by."""
    deck = data(preview(built(KNOTS)))
    assert {name.rpartition(".")[2]: url.partition(";")[0] for name, url in deck["media"].items()} == {
        "svg": "data:image/svg+xml",
        "wav": "data:audio/wav",
    }
    shown = re.findall(r'<(?:img|audio) src="([^"]*)"', deck["cards"][1]["back"])
    assert set(shown) == set(deck["media"])


def test_nothing_is_fetched() -> None:
    """But for the cards themselves, the page refers to nothing outside of it."""
    page = preview(built(ROPES, KNOTS))
    around = re.sub("(?s)<script.*?</script>", "", page)
    assert not re.findall(r"https?:|@import|url\(", around)
    assert re.findall(r'\b(?:src|href)="([^"]*)"', around) == ["data:,"]


def test_a_page_without_cards_says_why() -> None:
    """Where no question was found, there is a page all the same, with what was found instead."""
    deck = data(preview(built("Nothing to ask.\n")))
    assert deck["cards"] == []
    assert [finding["code"] for finding in deck["findings"]] == ["R001"]


@pytest.mark.parametrize("text", [ROPES, STRESS.read_text(encoding="utf-8")], ids=["ropes", "stress"])
def test_faces_are_those_of_anki(text: str, collection: Collection, tmp_path: Path) -> None:
    """Front and back are what Anki's own backend makes of the same notes, formulas and sounds aside."""
    deck = built(text)
    (tmp_path / "deck.apkg").write_bytes(package(deck.decks))
    import_package(collection, tmp_path / "deck.apkg")
    compared = 0
    for note, card_id in zip(deck.identified.notes, cards_in_order(collection), strict=True):
        card = collection.get_card(card_id)
        theirs = [re.sub("(?s)^<style>.*?</style>", "", side) for side in (card.question(), card.answer())]
        if not re.search(r"\\[(\[]|\[anki:play", theirs[1]):
            assert list(faces(note)) == theirs
            compared += 1
    assert compared >= len(deck.identified.notes) - 6


def test_a_formula_is_set_ahead() -> None:
    """A formula is MathML; one that cannot be is shown as it was written; what only looks like one stays."""
    square = "## What is a square?\n\n$x^2$ $$\\nosuch$$ \\\\(no\\\\) `\\(code\\)`\n"
    text = f"# Powers\n\n{square}\n## What is a cube?\n\n$x^3$\n"
    note = built(text).identified.notes[0]
    _, back = faces(note)
    assert "<msup><mi>x</mi><mn>2</mn></msup></mrow></math> <code>\\nosuch</code> " in back
    assert "\\<span></span>(no\\) <code>\\(code\\)</code>" in back


def test_the_command_writes_a_page_and_nothing_else(run: Run, home: Path) -> None:
    """`recto preview` names its page by the title, says how many cards it shows, and leaves the lock alone."""
    (home / "ropes.md").write_text(ROPES)
    run("build", "ropes.md")
    lock = (home / "recto.lock").read_bytes()
    (home / "ropes.md").write_text(ROPES.replace("What is hemp?", "What exactly is hemp?"))
    done = run("preview", "ropes.md")
    assert done.stderr.splitlines()[-1] == f"{Path('dist', 'ropes.html')}: 4 cards"
    assert sorted(path.name for path in home.rglob("*.*")) == [
        "recto.lock",
        "ropes.apkg",
        "ropes.html",
        "ropes.md",
    ]
    assert (home / "recto.lock").read_bytes() == lock


def test_cards_have_the_links_that_they_keep(run: Run, home: Path) -> None:
    """A preview before the first build has the same links as one after it."""
    (home / "ropes.md").write_text(ROPES)
    pages = []
    for name in ("before.html", "after.html"):
        run("preview", "ropes.md", "-o", name)
        pages.append((home / name).read_bytes())
        run("build", "ropes.md")
    assert pages[0] == pages[1]


def test_errors_are_shown_and_told(run: Run, home: Path) -> None:
    """A document with errors gives a page with the errors, and exit code 1."""
    (home / "notes.md").write_text("Nothing to ask.\n")
    run("preview", "notes.md", code=1)
    deck = data((home / "dist" / "deck.html").read_text(encoding="utf-8"))
    assert [finding["severity"] for finding in deck["findings"]] == ["error"]


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="a stand-in for xdg-open is put on PATH")
def test_the_page_is_opened(run: Run, home: Path) -> None:
    """`--open` hands the page to the program that opens pages; where there is none, it says what to do."""
    (home / "ropes.md").write_text(ROPES)
    tool = home / "tools" / "xdg-open"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\necho "$1" > {home}/begun && mv {home}/begun {home}/opened\n')
    tool.chmod(0o755)
    run("preview", "ropes.md", "-o", "page.html", "--open", PATH=f"{tool.parent}:{os.environ['PATH']}")
    wait_for(home / "opened")
    assert (home / "opened").read_text() == f"{home / 'page.html'}\n"
    done = run("preview", "ropes.md", "-o", "page.html", "--open", code=2, PATH=str(home))
    assert done.stderr.endswith("this system opens nothing by itself\n  hint: open it in a browser\n")
