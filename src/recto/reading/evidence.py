"""Which prompts of a document are its questions: what speaks for each reading, and the choice between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from recto.formats.prompt import Prompt
from recto.reading.outline import Outline
from recto.reading.readings import Extent, Figures, Reading, extents, readings
from recto.reading.wording import asks, is_ordinary, is_question
from recto.values import frozen

LEAST_STRENGTH = 0.38
"""Below it, a reading is not believed: an article's sections stay under it, whatever their title promises."""
LEAST_ANSWERED = 0.2
"""A list of questions without answers stays under it; a document in the making is above."""
LEAST_ANSWERED_ITEMS = 0.35
"""A list of questions, some with an example or a word behind them, stays under it."""
LEAST_COVERED = 0.08
"""A reading that nothing announces and that explains less of its document is an aside in it."""
LEAST_ANSWERED_ADDITION = 0.5
"""A further reading must not be a list of sections, some of which hold text."""
LEAST_ADDED_STRENGTH = 0.6
"""A further reading must be believed at least this far as the first: an author marks all questions alike."""
LEAST_ADDED_WORDS = 0.25
"""So many of a further reading must ask, be marked or be labelled, or be terms: code alone is an example."""
LEAST_ADDITION = 0.02
"""A further reading must explain at least this share of what the first one explains."""
MARKED_MEANS_REQUIRED = 0.75
"""When so many of a level carry a marker, the others are titles, contents and footers, unless they ask in between."""
EXPLICIT_MEANS_REQUIRED = 0.5
"""When so many carry a marker that leaves no doubt, the others are sections, unless they ask."""
LABEL_SHARE = 0.9
"""How far answers with labels speak for their questions: nearly as far as a marked question."""
ASKING_SHARE = 0.9
"""How far words that sound like questions speak for themselves."""
TERM_SHARE = 0.55
"""How far a list of terms speaks for a glossary, if the title or the alphabetical order says so."""
LONE = 0.6
"""How far the only question of its kind is believed if it is all that the document holds."""
FEWEST = 3
"""Fewer terms make no glossary, and fewer plain paragraphs no collection."""
NUMBER_SHARE = 0.5
"""How far numbers speak for questions where the title or the words do, too."""
BARE_NUMBER_SHARE = 0.25
"""How far they speak alone: tutorials and tips are numbered as well."""
MANY_NUMBERED = 30
"""So many numbered parts that cover most of a document are no steps and no tips."""
MANY_CODED = 12
"""So many parts with code in nearly each that cover most of a document are a collection of tasks."""
TASKS_CODED = 0.85
MOST_COVERED = 0.7
"""What a collection must explain of its document if its size alone speaks for it."""
PARAGRAPH_SHARE = 0.7
"""How far plain paragraphs that ask are believed, where the document consists of them: any author asks now and then."""
TASK_SHARE = 0.45
"""How far such a collection is believed."""
ANNOUNCED = 0.25
"""What a title such as `Interview questions` adds."""
ORDINARY = 0.8
"""What a README's usual sections take away."""

_SELF_EVIDENT = {"table", "definition", "separator"}
"""Formats that propose nothing without a mark of their own: a heading row, a colon, a separator."""
_LOOSE_FORMATS = {"bullet", "quote"}
_TERM_SHAPES = {"bold term", "bullet bold", "number bold", "bullet term", "separator word", "separator tight"}
"""A term and its meaning on one line."""
_LOOSE_SHAPES = {"bold run", "bold line", *_TERM_SHAPES}
"""Lists, quotes and bold words have many uses: only words that ask, or an announced glossary, make them questions."""


@frozen
class Choice:
    """What a document's questions are."""

    chosen: tuple[Reading, ...]
    """The readings that explain it, best first; none if none can be believed."""
    rivals: tuple[Reading, ...]
    """All readings of the whole document."""
    found: tuple[Extent, ...]
    """The prompts of the chosen readings that open a question, and how far each reaches."""


def choose(outline: Outline, prompts: Sequence[Prompt]) -> Choice:
    """Choose the reading that explains most of a document, then others for what it leaves uncovered."""
    chosen: list[Reading] = []
    accepted: list[Prompt] = []
    taken: tuple[Extent, ...] = ()
    whole = found = readings(outline, prompts)
    left = list(prompts)
    while believed := [(r, p) for r in found if _is_believed(r, chosen) and (p := _opening(r))]:
        best, opening = max(believed, key=lambda each: value(each[0]))
        if chosen and value(best) < LEAST_ADDITION * value(chosen[0]):
            break
        chosen.append(best)
        accepted.extend(opening)
        are_all = len(chosen) == 1 and len(accepted) == len(best.extents)
        taken = best.extents if are_all else extents(outline, accepted)
        left = _outside(left, taken)
        found = readings(outline, left, accepted)
    return Choice(tuple(chosen), whole, taken)


def _is_believed(reading: Reading, chosen: Sequence[Reading]) -> bool:
    least = max(LEAST_STRENGTH, LEAST_ADDED_STRENGTH * strength(chosen[0]) if chosen else 0.0)
    first = LEAST_ANSWERED_ITEMS if reading.format == "bullet" else LEAST_ANSWERED
    answered = LEAST_ANSWERED_ADDITION if chosen else first
    figures = reading.figures
    words = max(figures.asking, figures.marked, figures.labelled, figures.terms)
    if chosen and words < LEAST_ADDED_WORDS:
        return False
    seen = figures.announced or figures.explicit > 0 or figures.covered >= LEAST_COVERED
    return seen and strength(reading) >= least and figures.answered >= answered


def value(reading: Reading) -> float:
    """Return how well a reading explains the document: what it covers, and doubly so how far it is believed."""
    return float(reading.figures.covered * strength(reading) ** 2)


def strength(reading: Reading) -> float:
    """Return how much speaks for a reading's prompts being questions, 0 to 1."""
    figures = reading.figures
    if figures.explicit > 0.5 and (figures.count > 1 or figures.labelled):
        return 1.0
    several = figures.count > 1 or figures.announced or figures.explicit > 0
    whole = reading.shape == "separator tight" and figures.covered >= MOST_COVERED
    if reading.format in _SELF_EVIDENT and (whole or reading.shape not in _LOOSE_SHAPES):
        return LABEL_SHARE * several
    if figures.count == 1:
        return max(
            LONE * figures.covered * figures.questions, LABEL_SHARE * figures.labelled * figures.asking
        )
    evidence = _evidence(reading) - ORDINARY * figures.ordinary * (not figures.terms)
    evidence = max(0.0, min(1.0, evidence)) * (1 - figures.holding)
    if max(figures.marked, min(figures.labelled, 2 * figures.asking)) < MARKED_MEANS_REQUIRED:
        evidence *= min(1.0, 1.2 * figures.distinct)
    return evidence * (0.3 + 0.7 * figures.direct)


def _evidence(reading: Reading) -> float:
    """Return what the words, the markers, the labels and the code of a reading's prompts say for them."""
    figures = reading.figures
    announced = ANNOUNCED * figures.announced
    if reading.format == "paragraph":
        return PARAGRAPH_SHARE * _is_all_questions(figures)
    in_order = figures.alphabetical and figures.covered >= MOST_COVERED
    glossary = figures.count >= FEWEST and (figures.announced or in_order)
    term = TERM_SHARE * figures.brief * figures.prose * glossary
    if reading.format in _LOOSE_FORMATS or reading.shape in _LOOSE_SHAPES:
        asking = figures.asking if figures.announced else figures.questions
        named = reading.shape in _TERM_SHAPES and (figures.terms or in_order)
        labelled = LABEL_SHARE * figures.labelled * (figures.announced or reading.shape.startswith("number "))
        return max(asking * (0.8 + announced), term * named, labelled)
    covering = figures.covered >= MOST_COVERED
    trusted = figures.announced or figures.asking >= 0.3 or (covering and figures.count >= MANY_NUMBERED)
    number = NUMBER_SHARE if trusted else BARE_NUMBER_SHARE
    tasks = covering and figures.count >= MANY_CODED and figures.coded >= TASKS_CODED
    return announced * figures.prose + max(
        ASKING_SHARE * figures.asking,
        number * figures.marked + 0.5 * figures.asking,
        LABEL_SHARE * figures.labelled,
        term,
        TERM_SHARE * figures.coded * figures.announced,
        TASK_SHARE * tasks,
    )


def _is_all_questions(figures: Figures) -> bool:
    """Tell whether a document that announces questions consists of them, most with an answer."""
    answered = figures.answered >= LEAST_ANSWERED_ADDITION
    return figures.announced and answered and figures.count >= FEWEST and figures.covered >= MOST_COVERED


def _opening(reading: Reading) -> list[Prompt]:
    """Return the prompts of a reading that open a question.

    If nearly all carry a marker, only those that do and questions between them, and if most carry one that leaves no
    doubt, only those and what asks.  What every README has falls away at both ends, and a document's title where its
    questions are level-1 headings, too.
    """
    marked = reading.figures.marked >= MARKED_MEANS_REQUIRED
    explicit = reading.figures.explicit >= EXPLICIT_MEANS_REQUIRED
    found = [
        e.prompt
        for e, inserted in zip(reading.extents, _inserted(reading.extents), strict=True)
        if e.prompt.explicit
        or ((e.prompt.marked or inserted or not marked) and (asks(e.prompt.text) or not explicit))
    ]
    if len(found) > 1 and reading.shape == "h1" and not (found[0].marked or asks(found[0].text)):
        found.pop(0)
    while found and _falls_away(found[0]):
        found.pop(0)
    while found and _falls_away(found[-1]):
        found.pop()
    return found


def _inserted(found: Sequence[Extent]) -> list[bool]:
    """Tell of each prompt whether it is an answered question somewhere between two marked ones."""
    marked = [n for n, e in enumerate(found) if e.prompt.marked]
    between = range(marked[0], marked[-1]) if marked else range(0)
    return [n in between and e.answered and is_question(e.prompt.text) for n, e in enumerate(found)]


def describe(reading: Reading) -> str:
    """Say in a few words how a document was read: `numbered level-2 headings, 25 of 25 with an answer`."""
    numbers = sum(bool(e.prompt.number) for e in reading.extents)
    number = "numbered " if numbers > MARKED_MEANS_REQUIRED * len(reading.extents) else ""
    answered = sum(e.answered for e in reading.extents)
    return f"{number}{_SHAPES[reading.shape]}, {answered} of {len(reading.extents)} with an answer"


def _falls_away(prompt: Prompt) -> bool:
    return prompt.format == "heading" and not prompt.marked and is_ordinary(prompt.text)


def _outside(prompts: Iterable[Prompt], taken: Sequence[Extent]) -> list[Prompt]:
    """Return the prompts that stand in no card so far."""
    starts = [e.prompt.at for e in taken]
    found = []
    for prompt in prompts:
        before = bisect_right(starts, prompt.at) - 1
        if before < 0 or prompt.at > taken[before].last:
            found.append(prompt)
    return found


_SHAPES = {
    **{f"h{n}": f"level-{n} headings" for n in range(1, 7)},
    **{f"label h{n}": f"level-{n} headings that only say Question" for n in range(1, 7)},
    "item": "list items with a heading",
    "label item": "list items with a heading that only says Question",
    "summary": "summaries of details blocks",
    "label": "paragraphs with a question label",
    "label alone": "paragraphs that only say Question",
    "bold": "paragraphs in bold",
    "bold number": "paragraphs that begin with a bold number",
    "bold line": "first lines in bold",
    "bold run": "paragraphs that begin in bold",
    "bold term": "paragraphs that begin with a bold term",
    **{
        f"{kind} {form}": f"list items{how}"
        for kind in ("bullet", "number")
        for form, how in (
            ("plain", " with the answer below"),
            ("bold", " that begin in bold"),
            ("line", " with the answer on the next line"),
            ("inline", " with the answer on the same line"),
            ("term", " with a term and its meaning"),
            ("tagged", " tagged as cards"),
        )
    },
    "quote": "block quotes",
    "callout": "callouts that ask",
    "row": "table rows",
    "term": "definition lists",
    "separator": "lines with a separator",
    "line": "paragraphs that ask",
    "separator tight": "lines with a separator without blanks",
    "separator word": "lines with a separator behind one word",
}
