"""Which prompts of a document are its questions: readings, what speaks for each, and the choice between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recto.formats.prompt import Prompt
from recto.inline import plain
from recto.noise import is_contents_heading, is_trailing_section
from recto.outline import Outline

_ASKS = re.compile(
    r"""[?？؟;](?:\W|$)|\b(?:
        what|how|why|when|where|which|who|whose|explain|describe|define|compare|contrast|discuss|differen(?:ce|tiate|t)|
        list|name|give|tell|write|implement|find|show|state|mention|can|could|do|does|did|is|are|should|would|will|has|have|
        design|given|create|calculate|prove|solve|select|use|get|pros\ and\ cons|advantages
    )\b|什么|如何|怎么|怎样|为什么|为何|哪些|哪个|区别|吗|请|谈谈|说说|介绍|何|とは|ですか|무엇|어떻게|왜|차이|설명|인가|나요|까요|
    что\ такое|как|почему|зачем|какие|чем|какой|qué|cómo|por\ qué|cuál|o\ que|como|qual|was\ ist|wie|warum""",
    re.IGNORECASE | re.VERBOSE,
)
_OF_ITSELF = re.compile(
    r"""question|answer|interview|\bfaqs?\b|q\s*&\s*a|\bq\sand\sa\b|quiz|flash\s*cards?|glossary|jargon|terminology|terms|dictionary|
    definitions|vocabulary|cheat\s*sheet|exercises|trivia|exam|test\syour|面试|问答|题|术语|词汇|质疑|면접|질문|용어|質問|用語|вопрос|
    собеседован|глоссарий|термин|preguntas|entrevista|perguntas|glosario|fragen|glossar|frequently\sasked""",
    re.IGNORECASE | re.VERBOSE,
)
_README = re.compile(
    r"""[^\w]*(?:(?:quick\s*)?(?:start|installation|install(?:ing)?|usage|getting\s+started|features?|requirements|prerequisites|configuration|
    examples?|documentation|docs|api(?:\s+reference)?|options|build(?:ing)?|development|testing|tests|deployment|roadmap|overview|
    introduction|about|background|motivation|summary|conclusion|description|setup|faq|screenshots?|demo|status|
    community|security|support|credits|troubleshooting|table\s+of\s+contents|notes?|tools?|books?|articles?|videos?|links|misc\w*|
    other|others|general|basics?|advanced|translations?|how\s+to\s+use|instructions)\b.{0,24})[^\w]*""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Extent:
    """A prompt and how far its card reaches."""

    prompt: Prompt
    last: int
    """The last pre-order index that belongs to it."""
    answered: bool
    direct: bool
    """Something is said before the first heading below it."""
    lines: int
    """How many lines of content it holds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All prompts of one format and shape, and what speaks for them being the document's questions."""

    format: str
    shape: str
    extents: tuple[Extent, ...]
    answered: float
    """The share that has an answer."""
    direct: float
    """The share that has something below it before the next heading."""
    marked: float
    """The share with a number or another marker."""
    explicit: float
    """The share whose marker leaves no doubt."""
    asking: float
    """The share whose words sound like a question or a task."""
    distinct: float
    """The share of different words: what repeats is a label."""
    ordinary: float
    """The share of names that every README has."""
    prose: float
    """The share whose answer begins with anything but a list."""
    brief: float
    """The share that is at most six words long: a term."""
    covered: float
    """The share of the document's content that it explains."""
    strength: float
    """How much speaks for its prompts being questions, 0 to 1."""

    @property
    def value(self) -> float:
        """How well it explains the document: what it covers, as far as it is believed."""
        return self.covered * self.strength


LEAST_STRENGTH = 0.38
"""Below it, a reading is not believed: an ordinary README's sections stay under it, a plain glossary above."""
LEAST_ANSWERED = 0.34
"""A list of questions has fewer answers than this; documents in the making have more."""
MARKED_MEANS_REQUIRED = 0.8
"""When so many of a level carry a marker, the others are titles, contents and footers."""


def readings(outline: Outline, prompts: Iterable[Prompt]) -> tuple[Reading, ...]:
    """Group prompts by format and shape, and measure each group against the document."""
    groups: dict[tuple[str, str], list[Prompt]] = defaultdict(list)
    for prompt in prompts:
        groups[prompt.format, prompt.shape].append(prompt)
    return tuple(_reading(outline, found) for found in groups.values())


def extents(outline: Outline, prompts: Sequence[Prompt]) -> tuple[Extent, ...]:
    """Tell how far each prompt reaches: to the next prompt, a heading that outranks it, or its container's end."""
    prompts = sorted(prompts, key=lambda p: p.at)
    starts = [p.at for p in prompts]
    ranks = sorted({_limit(p) for p in prompts})
    bounds = {limit: [h.at for h in outline.headings if h.level <= limit] for limit in ranks}
    headings = [h.at for h in outline.headings]
    end = outline.end
    found = []
    for n, prompt in enumerate(prompts):
        stops = [end if prompt.end is None else prompt.end]
        if n + 1 < len(starts):
            stops.append(starts[n + 1] - 1)
        bound = bounds[_limit(prompt)]
        after = bisect_right(bound, prompt.at)
        if after < len(bound) and not (prompt.end is not None and prompt.format == "details"):
            stops.append(bound[after] - 1)
        last = min(stops)
        next_heading = bisect_left(headings, prompt.body)
        first_part = min(last, headings[next_heading] - 1) if next_heading < len(headings) else last
        said = bool(prompt.rest) or outline.says_something(prompt.body, last)
        direct = bool(prompt.rest) or outline.says_something(prompt.body, first_part)
        lines = outline.amount(prompt.at, last) + 1
        found.append(Extent(prompt, last, said, direct, lines))
    return tuple(found)


def choose(outline: Outline, found: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings that explain the document, best first; none if none can be believed."""
    believed = [
        r for r in found if r.strength >= LEAST_STRENGTH and r.answered >= LEAST_ANSWERED and r.value > 0
    ]
    if not believed:
        return ()
    best = max(believed, key=lambda r: r.value)
    return (best,)


def _limit(prompt: Prompt) -> int:
    """The level from which a heading ends a prompt's card."""
    if prompt.format != "heading":
        return 6
    return prompt.rank - 1 if prompt.shape.startswith("label") else prompt.rank


def _reading(outline: Outline, prompts: list[Prompt]) -> Reading:
    found = extents(outline, prompts)
    n = len(found)
    words = [e.prompt.text for e in found]

    def share(flags: Iterable[bool]) -> float:
        return sum(flags) / n

    answered = share(e.answered for e in found)
    direct = share(e.direct for e in found)
    marked = share(e.prompt.marked for e in found)
    explicit = share(e.prompt.explicit for e in found)
    asking = share(_ASKS.search(w) is not None for w in words)
    distinct = min(1.0, 1.2 * len({w.casefold() for w in words}) / n) if explicit < 1 and marked < 1 else 1.0
    ordinary = share(
        _README.fullmatch(w) is not None or is_trailing_section(w) or is_contents_heading(w) for w in words
    )
    prose = share(bool(e.prompt.rest) or not outline.begins_with_list(e.prompt.body, e.last) for e in found)
    brief = share(len(w.split()) <= 6 and len(w) <= 48 for w in words)
    covered = min(1.0, sum(e.lines for e in found if e.answered) / max(1, outline.total))
    first = found[0].prompt
    strength = _strength(outline, first, n, marked, explicit, asking, ordinary, prose, brief) * distinct
    strength *= 0.3 + 0.7 * direct
    return Reading(
        first.format, first.shape, found, answered, direct, marked, explicit, asking, distinct, ordinary, prose,
        brief, covered, strength,
    )  # fmt: skip


def _strength(
    outline: Outline, first: Prompt, n: int, marked: float, explicit: float, asking: float, ordinary: float,
    prose: float, brief: float,
) -> float:  # fmt: skip
    declared = 0.25 if _OF_ITSELF.search(outline.document.title) else 0.0
    if first.format in {"table", "definition", "separator"}:
        return 0.9
    if explicit > 0.5:
        return 1.0
    if first.format in {"bullet", "quote"} or first.shape in {"bold run", "bold line"}:
        return min(1.0, asking * (0.8 + declared)) if n > 1 else 0.0
    evidence = max(asking * 0.9, 0.5 * marked + 0.5 * asking)
    if n >= 5 and first.format == "heading":
        evidence = max(evidence, (brief * prose * 0.5 - ordinary) if n >= 8 else 0.0)
    return max(0.0, min(1.0, evidence + declared * prose - 0.8 * ordinary)) if n > 1 else 0.3 * evidence


def describe(reading: Reading) -> str:
    """Say in a few words how a document was read: `numbered level-2 headings, 25 of 25 with an answer`."""
    number = "numbered " if reading.marked > MARKED_MEANS_REQUIRED and reading.explicit < 1 else ""
    answered = sum(e.answered for e in reading.extents)
    return f"{number}{_SHAPES.get(reading.shape, reading.shape)}, {answered} of {len(reading.extents)} with an answer"


_SHAPES = {
    **{f"h{n}": f"level-{n} headings" for n in range(1, 7)},
    **{f"item h{n}": f"list items with a level-{n} heading" for n in range(1, 7)},
    **{f"label h{n}": f"level-{n} headings that only say Question" for n in range(1, 7)},
    **{
        f"label item h{n}": f"list items with a level-{n} heading that only says Question"
        for n in range(1, 7)
    },
    "summary": "summaries of details blocks",
    "label": "paragraphs labelled Q",
    "bold": "paragraphs in bold",
    "bold number": "numbered paragraphs in bold",
    "bold line": "first lines in bold",
    "bold run": "paragraphs that begin in bold",
    "quote": "block quotes",
    "row": "table rows",
    "term": "definition lists",
    "separator": "lines with a separator",
}


def title_of(reading: Reading) -> str:
    """Return the first question's words."""
    return plain(reading.extents[0].prompt.words)
