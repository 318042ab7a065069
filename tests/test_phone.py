"""Cards of real documents, shown by the real backend in real browsers as the apps show them, read well."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import assert_clean, import_package, opened_copy
from phone.checkup import Look, findings, looks
from phone.findings import listed
from phone.reviewer import DEVICES, MODES
from phone.visits import Engine

DOCUMENTS = {
    "source": Path(__file__).parents[1] / "source",
    "stress": Path(__file__).parent / "fixtures" / "phone",
}
PLACES = len(DEVICES) * len(MODES)
"""In how many ways each side of a card is looked at: on each device, in each mode."""

SHOWN = (
    "[sound:bell.mp3]",
    "[anki:tts lang=en_US]hello[/anki:tts]",
    "[latex]x^2[/latex]",
    "[$]x^2[/$]",
    "[$$]x^2[/$$]",
    "[[type:Answer]]",
    r"\(x\)",
    r"\[x\]",
    "{{Question}}",
    "{{c1::hidden}}",
    "{{#Extra}}shown{{/Extra}}",
)
"""What Anki would act on; the stress document shows it in prose and in code."""

MEANT = (
    *SHOWN,
    r"In keys: \(",
    "{{c1::itself}}",
    r"\(its\)",
    "`ticks`",
    "[brackets](parens)",
    "<b>",
    "&amp;",
    "~~waves~~",
    "![picture]",
)
"""All of the stress document's prose that looks like markup and is meant to be read as it is."""

CODE = {
    "a tab at the line's start": "\n\tone tab\n\t\ttwo tabs\tand one between\n",
    "empty lines": "and one between\n\n\ntwo empty lines above",
    "spaces at the line's end": "trailing spaces here:   \n",
    "braces": "{% for item in items %}<li>{{ item }}</li>{% endfor %}",
    "no language": "{{ braces }} <b>no tag</b> **no weight** $no math$",
    "Anki's markup": "[sound:bell.mp3] [anki:play:q:0] [latex]x^2[/latex] [$]x[/$] [$$]x[/$$]",
    "a diff": "-this line goes\n+this line comes\n",
    "a console": "$ git status --short\n M README.md\n",
}
"""Pieces of the stress document's code, which are to be read byte for byte."""

PROSE = {
    "prices": "The book costs $5, the pen $7.50, both between $10 and $20.",
    "shell variables": "$HOME/bin:$PATH is a search path, $1 the first argument and $? the last result.",
    "what looks like tags": "a < b > c, List<String>, std::vector<int>, Map<K, V>, AT&T, R&D",
    "escaped marks": r"*stars*, _lines_, `ticks`, # sharp, [brackets](parens), <b>, &amp;, \ backslash",
    "emoji": "👍🏽 👩‍👩‍👧‍👦 🇯🇵 ❤️ 1️⃣",
    "details": "Folded words, and code:",
    "footnotes": "About 35 grams of salt in a litre of water.",
    "right to left": "רשימה היא סדרה של ערכים",
    "no spaces": "所以浏览器必须自己决定在哪里换行，而不能超出窗口的宽度。",
    "no spaces, and marks above": "ไทยไม่มีช่องว่างระหว่างคำดังนั้นบรรทัดจึงยาวมาก",
    "a word without an end": "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "small letters above and below": "Water is H2O; the area is 4 m2; footnotes look likethis.",
    "keys": "Press Ctrl + Alt + Del",
    "a definition": "What floats and shows the way.",
}
"""Pieces of the stress document's prose, as they are to be read."""

FORMULAS = {"What is the solution": (1, 6), "How wide may a formula": (0, 3), "Which dollars": (0, 0)}
"""How many formulas are on front and back of some of its cards; the back shows the front again."""


@pytest.fixture(scope="module", params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> str:
    """Give the name of each folder of documents."""
    return str(request.param)


@pytest.fixture(scope="module")
def deck(
    document: str, empty_collection: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Collection]:
    """Give a collection with the deck that `recto build` makes of a copy of the folder."""
    folder = tmp_path_factory.mktemp(document)
    shutil.copytree(DOCUMENTS[document], folder / "documents")
    command = [sys.executable, "-m", "recto", "build", "documents", "-o", "deck.apkg"]
    built = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    with opened_copy(empty_collection, folder / "anki") as collection:
        import_package(collection, folder / "deck.apkg")
        yield collection


@pytest.fixture(scope="module")
def seen(deck: Collection, engine: Engine) -> tuple[Look, ...]:
    """Give all looks at the cards of a deck in an engine."""
    return looks(deck, engine)


only_stress = pytest.mark.parametrize("document", ["stress"], indirect=True)


def backs(seen: Sequence[Look]) -> Iterator[Look]:
    """Yield the looks at answers."""
    return (look for look in seen if look.face.side == "back")


def test_nothing_is_wrong_with_the_cards(document: str, deck: Collection, seen: Sequence[Look]) -> None:
    """All cards are looked at, front and back, wherever they are shown, and every one reads well."""
    assert len(seen) == deck.card_count() * 2 * PLACES
    found = findings(seen, MEANT if document == "stress" else ())
    assert not found, listed(found)


def test_anki_is_content(deck: Collection) -> None:
    """Anki's own checks find nothing to complain of."""
    assert_clean(deck)


@only_stress
def test_every_question_is_there(deck: Collection) -> None:
    """Each heading of the stress document is a card."""
    headings = re.findall("^## ", (DOCUMENTS["stress"] / "stress.md").read_text(), re.MULTILINE)
    assert deck.card_count() == len(headings)


@only_stress
@pytest.mark.parametrize("text", SHOWN)
def test_markup_of_anki_is_shown(seen: Sequence[Look], text: str) -> None:
    """What Anki would act on is shown as it stands."""
    assert sum(text in look.prose for look in backs(seen)) == PLACES


@only_stress
@pytest.mark.parametrize("name", PROSE)
def test_prose_is_read_as_written(seen: Sequence[Look], name: str) -> None:
    """Nothing in prose is lost, or taken for what it is not."""
    assert sum(PROSE[name] in " ".join(look.text.split()) for look in backs(seen)) == PLACES


@only_stress
@pytest.mark.parametrize("name", CODE)
def test_code_is_read_byte_for_byte(seen: Sequence[Look], name: str) -> None:
    """Code keeps its blanks, tabs and empty lines, and every sign in it."""
    assert sum(CODE[name] in look.text for look in backs(seen)) == PLACES


@only_stress
@pytest.mark.parametrize("question", FORMULAS)
def test_formulas_are_set(seen: Sequence[Look], question: str) -> None:
    """MathJax sets the formulas, and nothing else."""
    own = [look for look in seen if question in look.face.card]
    front, back = FORMULAS[question]
    assert len(own) == 2 * PLACES
    assert {look.formulas for look in own if look.face.side == "front"} == {front}
    assert {look.formulas for look in backs(own)} == {back}


@only_stress
def test_one_card_sounds(seen: Sequence[Look]) -> None:
    """The sound beside the document is played; the sounds that are only spoken of are not."""
    sounding = {look.face.card.partition(". ")[2] for look in seen if "soundLink" in look.face.html}
    assert sounding == {"What does it sound like?"}
