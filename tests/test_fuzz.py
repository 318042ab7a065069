"""Documents in any mixture and real ones with damage: whatever comes in, what comes out is whole."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from anki_backend import assert_clean, import_package, opened_copy
from hypothesis import given, settings
from hypothesis import strategies as st
from manuscripts import DOCUMENTS, damaged
from torture import Tally

from recto import checks, dump, report
from recto.document import Source
from recto.fields import sanitize
from recto.fields.forms import normalized
from recto.fields.media import loader
from recto.identify import Scope
from recto.memory import lock
from recto.memory.lock import Lock
from recto.note import Rendered
from recto.package import package
from recto.pipeline import Build, build, cards
from recto.preview import preview

pytestmark = pytest.mark.torture

ANY = st.one_of(DOCUMENTS, damaged())
FORMULA = re.compile(r"\\\[.*?\\\]", re.DOTALL)
OBEYED = re.compile(r"\[(?!sound:[a-z0-9-]+\.[a-z0-9]+])")
"""A bracket that Anki could act on: those of sounds and formulas are Recto's own."""
ENTITY = re.compile(r"&#?\w+;?")
"""It is one sign in prose, and its letters in code."""
FILES = {"bend.png": b"a bend"}
MANY = settings().max_examples
"""As many documents as the profile says; packages are dearer."""
NOON = 1_763_900_000
LATER = NOON + 86_400


def built(text: str, before: Lock | None = None, now: int = NOON) -> Build:
    """Build a document with a file beside it."""
    names = frozenset({"a.md"})
    found = cards([Source("a.md", "a.md", text)], loader(".", FILES.get))
    return build(found, before or Lock(), Scope(names, names), now)


@given(ANY)
def test_nothing_stops_a_build(tally: Tally, text: str) -> None:
    """Whatever a document holds, it is built, shown, checked and told of without an exception."""
    tally["fuzz executions"] += 1
    made = built(text)
    assert json.loads(dump.cards(made))["version"] == 1
    assert len(json.loads(dump.plan(made))["notes"]) == len(made.identified.notes)
    assert "<!doctype html>" in preview(made)
    told = report.as_text([*made.diagnostics, *checks.check(made.cards)])
    assert all(re.match(r"a\.md:\d+:\d+: R\d{3} |  hint: ", line) for line in told.split("\n") if line)
    report.table(made), report.changes(made), report.plan(made), report.readings(made)


@given(ANY)
def test_what_is_on_a_card_is_in_the_document(tally: Tally, text: str) -> None:
    """Every letter on a card stands in the document, behind the one before it; nothing is invented or mixed up."""
    tally["fuzz executions"] += 1
    written = letters(ENTITY.sub(lambda found: found[0] + html.unescape(found[0]), text))
    for card in built(text).cards.rendered:
        for shown in readable(card):
            source = iter(written)
            assert all(letter in source for letter in letters(shown)), shown


@given(DOCUMENTS)
def test_no_word_is_mixed_up(tally: Tally, text: str) -> None:
    """If every word is another one, each is on one card at most, once, and behind those that stand before it."""
    tally["fuzz executions"] += 1
    numbers = count(1000)
    made = built(re.sub(r"\b(?:knot|rope|bend|what)\b", lambda _: f"w{next(numbers)}", text))
    shown = [
        re.findall(r"\bw(\d{4})\b", re.sub('<ol class="footnotes">.*', "", field.html, flags=re.DOTALL))
        for card in made.cards.rendered
        for field in (card.front, card.answer, card.code, card.extra)
    ]
    assert all(words == sorted(words) for words in shown)
    assert max(Counter(chain(*shown)).values(), default=1) == 1


def readable(card: Rendered) -> Iterator[str]:
    """Yield what can be read of each field of a card, footnotes apart."""
    for field in (card.front, card.answer, card.code, card.extra):
        for part in re.split(r'<ol class="footnotes">|<li value="\d+">', field.html):
            alternative = re.sub('<img[^>]* alt="([^"]*)"[^>]*>', r"\1", re.sub(r"<sup>\d+</sup>", "", part))
            yield html.unescape(re.sub("<[^>]*>|\\[sound:[^]]*]", "", alternative))


def letters(text: str) -> str:
    """Return the letters and digits of a text, as the comparison of words has them."""
    return "".join(re.findall(r"[^\W_]", normalized("NFD", text.casefold())))


@given(ANY)
def test_a_field_is_settled(tally: Tally, text: str) -> None:
    """Every field is what the allow-list lets through, and what Anki would act on is not in it."""
    tally["fuzz executions"] += 1
    for card in built(text).cards.rendered:
        for field in (card.front.html, card.answer.html, card.code.html, card.extra.html, card.source):
            plain = field.replace("&#91;", "[").replace("&#824;", "\u0338")
            assert sanitize._cleaner().clean(plain) == plain
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", field)
            assert not OBEYED.search(FORMULA.sub("", field))


@given(ANY)
def test_a_build_is_remembered(tally: Tally, text: str) -> None:
    """The same document gives the same bytes; its lock reads as it was written; a second build changes nothing."""
    tally["fuzz executions"] += 1
    first, again = built(text), built(text)
    content = package(first.decks)
    assert content == package(again.decks)
    remembered = lock.parse(lock.dump(first.identified.lock), "recto.lock")
    assert remembered == first.identified.lock
    second = built(text, remembered, LATER)
    assert second.identified.lock == remembered
    assert {note.change for note in second.identified.notes} <= {"unchanged"}
    assert package(second.decks) == content


@given(st.lists(ANY, min_size=1, max_size=4))
@settings(max_examples=MANY // 5)
def test_anki_takes_it(tally: Tally, empty_collection: Path, texts: list[str]) -> None:
    """Packages of such documents are imported, card for card, and Anki's three checks find nothing."""
    with TemporaryDirectory() as folder, opened_copy(empty_collection, Path(folder, "anki")) as collection:
        count = 0
        for text in texts:
            made = built(text)
            if made.identified.notes:
                tally["packages imported"] += 1
                file = Path(folder, "a.apkg")
                file.write_bytes(package(made.decks))
                count += import_package(collection, file).new
        assert collection.card_count() == collection.note_count() == count
        assert_clean(collection)
