"""The examples of the CommonMark specification as answers: in Anki as written, and read as the specification reads.

They come out of the source package of markdown-it-py, which `make test` downloads and no one installs.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import assert_clean, cards_in_order, import_package
from rendering import question

from recto.fields.media import loader
from recto.identify import Scope, identify
from recto.memory.lock import Lock
from recto.note import Deck, Rendered
from recto.package import package
from recto.render import render

FOUND = sorted(Path(sys.prefix, "share", "commonmark").glob("*/tests/test_cmark_spec/commonmark.json"))
EVERYWHERE = frozenset({"a.md"})

pytestmark = pytest.mark.skipif(not FOUND, reason="the specification is missing; make test downloads it")


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the specification, and what Recto makes of it."""

    number: int
    expected: str
    """The specification's HTML."""
    rendered: Rendered

    @property
    def shown(self) -> str:
        """The HTML of the answer and its code."""
        return f"{self.rendered.answer.html}\n{self.rendered.code.html}"


@pytest.fixture(scope="module")
def examples() -> tuple[Example, ...]:
    """Give all examples, each rendered as the answer to a question of its own; none has a file beside it."""
    found = json.loads(FOUND[-1].read_text(encoding="utf-8"))
    return tuple(Example(e["example"], e["html"], _rendered(e["example"], e["markdown"])) for e in found)


def _rendered(number: int, markdown: str) -> Rendered:
    asked = question(f"# Above\n\n{markdown}", prompt=f"What does example {number} show?")
    return render(replace(asked, answer=asked.answer[1:]), loader("docs", lambda _: None))[0]


class Reader(HTMLParser):
    """Reads HTML as a person does: pictures by their words, nothing of scripts and styles."""

    BLOCKS = re.compile("blockquote|br|d[dlt]|div|h[1-6r]|li|[ou]l|p|pre|t(able|body|d|h|head|r)")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read a picture's words; a block begins a line."""
        self.hidden = tag in {"script", "style"}
        self.words.append("\n" if self.BLOCKS.fullmatch(tag) else dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """End a line with a block."""
        self.hidden = False
        self.words.append("\n" if self.BLOCKS.fullmatch(tag) else "")

    def handle_data(self, data: str) -> None:
        """Read words."""
        self.words.append("" if self.hidden else data)


def read(markup: str) -> str:
    """Return what can be read of HTML, white space aside.

    Declarations, and the comment of two or three dashes, end where browsers see their end.
    """
    reader = Reader()
    reader.feed(re.sub("<!--(?:>|->)|<[!?](?!--)[^>]*>", "", markup))
    reader.close()
    return " ".join("".join(reader.words).split())


def code(markup: str) -> list[str]:
    """Return the blocks of code in HTML, each character as it is."""
    found = re.findall("<pre[^>]*><code[^>]*>(.*?)</code></pre>", markup, re.DOTALL)
    return [html.unescape(re.sub("</?span[^>]*>", "", text)) for text in found]


DIFFERENCES: dict[str, Callable[[str, str], tuple[str, str]]] = {
    "none": lambda expected, shown: (read(expected), read(shown)),
    "a tag that is not HTML's, or stands alone in prose, is words": lambda expected, shown: (
        read(expected),
        " ".join(re.sub(r"</?[a-zA-Z][\w-]*(\s[^>]*)?/?>|<[!?][^>]*>", "", read(shown)).split()),
    ),
    "a picture without words is called by its file": lambda expected, shown: (
        read(re.sub(r'<img src="/?(\w+)"[^>]*>', r"\1", expected)),
        read(shown),
    ),
    "between escaped brackets is a formula": lambda expected, shown: (
        read(expected),
        read(re.sub(r"\\\[(.*)\\\]", lambda formula: f"[{formula[1][1:]}]", shown)),
    ),
    "a style sheet that is never closed takes no words with it": lambda expected, shown: (
        read(expected.replace("<style", "<div")),
        read(shown),
    ),
}
"""What Recto does otherwise than the specification, and on purpose: how both sides are read to be the same again."""


def difference(example: Example) -> str:
    """Return the first difference under which both sides read the same; the example's number if there is none."""
    for name, alike in DIFFERENCES.items():
        expected, shown = alike(example.expected, example.shown)
        if expected == shown:
            return name
    return f"example {example.number}"


def test_every_example_reads_as_in_the_specification(examples: tuple[Example, ...]) -> None:
    """What can be read is what the specification says, but for a few rules; nothing else differs."""
    found = Counter(map(difference, examples))
    assert found.keys() == DIFFERENCES.keys(), sorted(found.keys() - DIFFERENCES.keys())
    assert sum(found.values()) == 652
    assert found["none"] >= 629


def test_code_is_that_of_the_specification(examples: tuple[Example, ...]) -> None:
    """Blocks of code have every character that the specification gives them.

    Raw HTML's `<pre>` is left out: Recto makes it such a block, the specification does not look into it.
    """
    markdown = [example for example in examples if not re.search("<pre(?!><code)", example.expected)]
    assert [e.number for e in markdown if code(e.expected) != code(e.shown)] == []


def test_fields_come_back_as_they_were_written(
    examples: tuple[Example, ...], collection: Collection, tmp_path: Path
) -> None:
    """All examples are imported in one package, and Anki has each field as it was, character for character."""
    cards = [example.rendered for example in examples]
    notes = identify(cards, Lock(), Scope(EVERYWHERE, EVERYWHERE), now=1_763_900_000).notes
    (tmp_path / "deck.apkg").write_bytes(package([Deck("CommonMark", notes)]))
    assert import_package(collection, tmp_path / "deck.apkg").new == 652
    stored = [collection.get_card(card).note().fields for card in cards_in_order(collection)]
    assert stored == [
        [card.front.html, card.answer.html, card.code.html, card.source, card.extra.html] for card in cards
    ]
    assert_clean(collection)
