"""Measure Recto beside other programs that make Anki cards out of Markdown; one that is not installed is left out.

Usage: PYTHONPATH=tests others.py FOLDER   (FOLDER/NAME is the virtual environment of each)
"""

from __future__ import annotations

import html
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from anki.collection import Collection
from anki_backend import Imported, cards_in_order, import_package, set_due
from phone import chromium
from phone.checkup import looks
from phone.reviewer import IPHONE, MODES
from phone.visits import Engine

from bench import HEADING, original, run

RUNS = 3
SIZES = (25, 1000)
CARD = tuple[str, str]
"""A question and its answer, in Markdown."""
KNOTS: tuple[CARD, ...] = (
    ("What is a bight?", "A slack bend in a rope."),
    ("Which knot makes a loop that does not slip?", "The bowline."),
    ("Why does a clove hitch slip?", "Nothing but friction holds it."),
)
SHAPES = {
    "headings": "## {}\n\n{}\n\n",
    "bold labels": "**Q:** {}\n\n**A:** {}\n\n",
    "details": "<details>\n<summary>{}</summary>\n\n{}\n\n</details>\n\n",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, and what it wants of a document."""

    name: str
    head: str
    card: str
    """A card in the program's own syntax, `{}` for its question and its answer."""
    commands: Sequence[Sequence[str]]
    """What makes deck.apkg of deck/deck.md."""


HEADINGS = ("# Deck\n\n", SHAPES["headings"])
RECTO = Tool("recto", *HEADINGS, [["recto", "build", "deck", "-o", "deck.apkg"]])
TOOLS = (
    RECTO,
    Tool("markdown-anki-decks", *HEADINGS, [["mdankideck", "deck", "."]]),
    Tool("md2anki", *HEADINGS, [["md2anki", "deck/deck.md", "-o-anki", "deck.apkg"]]),
    Tool(
        "ankdown",
        "",
        "{}\n\n%\n\n{}\n\n---\n\n",
        [["ankdown", "--highlight", "-r", "deck", "-p", "deck.apkg"]],
    ),
    Tool(
        "ankcompiler",
        "---\ndeck: Deck\n---\n",
        "---\n\n{}\n:::\n{}\n\n---\n",
        [["ankc", "uid", "--force", "--path", "deck"], ["ankc", "build", "--all", "--path", "deck"]],
    ),
)


class Desk:
    """A program at work in a folder of its own."""

    def __init__(self, tool: Tool, programs: Path, folder: Path) -> None:
        self.document = folder / "deck" / "deck.md"
        self.package = folder / "deck.apkg"
        self._folder = folder
        self._commands = [[str(programs / first), *rest] for first, *rest in tool.commands]
        self.document.parent.mkdir(parents=True)

    def build(self) -> float:
        """Make the package of the document; return the seconds of processor time."""
        self.package.unlink(missing_ok=True)
        return sum(run(command, self._folder).cpu for command in self._commands)


def cards(text: str) -> list[CARD]:
    """Return the questions of a document of numbered headings, the rules between them left out."""
    questions = [re.sub(r"^## \d+\. ", "", heading) for heading in HEADING.findall(text)]
    answers = [re.sub(r"\s*^---\s*\Z", "", part, flags=re.M).strip() for part in HEADING.split(text)[1:]]
    return list(zip(questions, answers, strict=True))


def written(tool: Tool, found: Sequence[CARD]) -> str:
    """Return the document that a program wants."""
    return tool.head + "".join(tool.card.format(*card) for card in found)


@contextmanager
def collection() -> Iterator[Collection]:
    """Give an empty collection of the real Anki."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Collection(str(Path(folder, "collection.anki2")))
        try:
            yield opened
        finally:
            opened.close()


def plain(text: str) -> str:
    """Return the letters and digits of Markdown or HTML."""
    return re.sub(r"\W|_", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def right(package: Path, expected: Sequence[CARD]) -> str:
    """Say how many questions are a card with the question in front and all of the answer, only that, behind it."""
    with collection() as anki:
        import_package(anki, package)
        notes = [[plain(field) for field in anki.get_note(note).fields] for note in anki.find_notes("")]
    found = {re.sub(r"^\d+", "", front): "".join(rest) for front, *rest in notes}
    others = {plain(question) for question, _ in expected}
    good = 0
    for question, answer in expected:
        back = found.get(plain(question), "")
        lead = re.sub(r"```\w*", "", answer).removeprefix("**Answer:**")
        pieces = [plain(line) for line in lead.splitlines()]
        good += bool(back) and all(p in back for p in pieces) and not any(o in back for o in others)
    return f"{good} of {len(expected)} ({len(notes)} notes)"


def as_it_is(tool: Tool, programs: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Give what becomes of documents that know nothing of the program."""
    own = original(SIZES[0])
    texts: dict[str, tuple[str, Sequence[CARD]]] = {"as it is: source/": (own, cards(own))}
    for name, shape in SHAPES.items():
        texts[f"as it is: {name}"] = ("# Knots\n\n" + "".join(shape.format(*c) for c in KNOTS), KNOTS)
    for number, (name, (text, expected)) in enumerate(texts.items()):
        desk = Desk(tool, programs, folder / str(number))
        desk.document.write_text(text, encoding="utf-8")
        try:
            desk.build()
        except SystemExit as error:
            yield name, f"refused: {str(error).strip().splitlines()[-1]}"
        else:
            yield name, right(desk.package, expected) if desk.package.exists() else "no package"


def updated(tool: Tool, programs: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Give what becomes of learnt cards when a question is reworded and another put in front, and when nothing is."""
    desk = Desk(tool, programs, folder)
    found = cards(original(SIZES[0]))
    text = written(tool, found)
    desk.document.write_text(text, encoding="utf-8")
    desk.build()
    yield "own syntax", right(desk.package, found)
    yield from looked_at(desk.package)
    yield "writes into the document", "no" if desk.document.read_text(encoding="utf-8") == text else "yes"
    with collection() as anki:
        import_package(anki, desk.package)
        for days, card in enumerate(cards_in_order(anki), 10):
            set_due(anki, [card], str(days))
        learnt = dues(anki)
        before = desk.package.read_bytes()
        next_second()
        desk.build()
        yield "same bytes", "yes" if desk.package.read_bytes() == before else "no"
        yield "unchanged", counts(import_package(anki, desk.package))
        question = found[2][0]
        text = desk.document.read_text(encoding="utf-8").replace(
            question, "How do you get true parallelism?", 1
        )
        place = text.index(tool.card.split("{}")[0] + found[0][0])
        new = tool.card.format("What is a generator?", "A function that yields.")
        desk.document.write_text(text[:place] + new + text[place:], encoding="utf-8")
        next_second()
        desk.build()
        yield "reworded and inserted", counts(import_package(anki, desk.package))
        learnt[plain("How do you get true parallelism?")] = learnt.pop(plain(question))
        now = dues(anki)
        kept = sum(now.get(words) == due for words, due in learnt.items())
        yield "cards with the schedule that they had", f"{kept} of {len(learnt)}"
        yield "notes afterwards", f"{anki.note_count()} for {len(found) + 1} questions"


def looked_at(package: Path) -> Iterator[tuple[str, str]]:
    """Give how many cards with code colour it, and how many backs a phone shows with too little contrast."""
    with collection() as anki, chromium.started() as driver:
        import_package(anki, package)
        fields = ["".join(anki.get_note(note).fields) for note in anki.find_notes("")]
        code = [text for text in fields if "<pre" in text]
        coloured = [text for text in code if re.search(r"<pre.*?<span (class|style)=", text, re.DOTALL)]
        yield "highlighted", f"{len(coloured)} of {len(code)} cards with code"
        seen = looks(anki, Engine("chromium", partial(chromium.visit, driver)), [IPHONE])
    for mode in MODES:
        backs = [look for look in seen if look.face.side == "back" and look.mode == mode]
        faint = [look for look in backs if any(kind == "contrast" for kind, _ in look.faults)]
        yield f"text under 4.5:1, {mode}", f"on {len(faint)} of {len(backs)} cards"


def dues(anki: Collection) -> dict[str, int]:
    """Return the day on which each question is due, by its words."""
    learnt = [anki.get_card(card) for card in anki.find_cards("is:review")]
    return {plain(card.note().fields[0]): card.due for card in learnt}


def next_second() -> None:
    """Wait for another second of the clock: Anki counts time in them."""
    now = int(time.time())
    while int(time.time()) == now:
        time.sleep(0.05)


def counts(log: Imported) -> str:
    """Say what an import did."""
    return f"{log.new} new, {log.updated} updated, {log.duplicate} left"


def timed(tool: Tool, programs: Path, ours: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Give the processor time of a first build beside Recto's, in turn; the first pair does not count."""
    for size in SIZES:
        pairs: list[list[float]] = []
        for number in range(RUNS + 1):
            seconds: list[float] = []
            for each, path in ((tool, programs), (RECTO, ours)):
                desk = Desk(each, path, folder / f"{size}-{number}-{len(seconds)}")
                desk.document.write_text(written(each, cards(original(size))), encoding="utf-8")
                seconds.append(desk.build())
            pairs.append(seconds)
        theirs, recto = (median(column) for column in zip(*pairs[1:], strict=True))
        yield f"time, {size:,} questions", f"{theirs / recto:.2f} ({theirs:.2f} s / {recto:.2f} s)"


def main() -> None:
    """Print what was found for each program."""
    ours = Path(sys.executable).parent
    for tool in TOOLS:
        programs = ours if tool is RECTO else Path(sys.argv[1], tool.name, "bin")
        if not (programs / tool.commands[0][0]).exists():
            sys.stdout.write(f"{tool.name}: not installed, left out\n")
            continue
        sys.stdout.write(f"\n{tool.name}\n")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for fact, value in (
                *as_it_is(tool, programs, folder / "as-it-is"),
                *updated(tool, programs, folder / "updated"),
                *timed(tool, programs, ours, folder / "timed"),
            ):
                sys.stdout.write(f"  {fact}: {value}\n")


if __name__ == "__main__":
    main()
