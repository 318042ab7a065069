"""Readings: the prompts of one format and shape, how far their cards reach, and what is measured of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import le

from recto.formats.prompt import Prompt
from recto.patterns import pattern
from recto.reading.outline import Outline
from recto.reading.wording import asking, asks, is_ordinary, is_question
from recto.values import frozen


@frozen
class Extent:
    """A prompt and how far its card reaches."""

    prompt: Prompt
    last: int
    """The last pre-order index that belongs to it."""
    answered: bool
    direct: bool
    """Something is said before the first heading below it."""
    labelled: bool
    """It holds an answer's label, and not one for each of many questions."""
    coded: bool
    """It holds code, and not that of many questions."""
    lines: int
    """How many lines of content it holds."""


@frozen
class Figures:
    """What is measured of a reading, as shares of its prompts unless it says otherwise."""

    count: int
    """How many prompts there are."""
    answered: float
    """With an answer; to an item of a list, a list of links or of further questions below it is none."""
    direct: float
    """With an answer that begins before the first heading below or has a label, or with a marker and words that ask."""
    labelled: float
    coded: float
    """With code, and more than a name for it."""
    marked: float
    """With a number or another marker."""
    explicit: float
    """With a marker that leaves no doubt."""
    asking: float
    """How much their words sound like questions or tasks, on average."""
    questions: float
    """With a question mark."""
    distinct: float
    """With words of their own: what repeats is a label."""
    ordinary: float
    """With a name that every README has."""
    prose: float
    """With an answer that begins with anything but a list of links or questions."""
    brief: float
    """At most six words long: a term."""
    alphabetical: bool
    """At least eight terms, in alphabetical order: a glossary."""
    announced: bool
    """The title of the document, or of the section, says that questions or terms follow."""
    terms: bool
    """It says that terms follow."""
    holding: float
    """With a prompt inside that leaves no doubt: they are sections."""
    covered: float
    """The share of the document's content that they explain."""


@frozen
class Reading:
    """All prompts of one format and shape, or a part of them."""

    format: str
    shape: str
    extents: tuple[Extent, ...]
    figures: Figures


def readings(
    outline: Outline, prompts: Sequence[Prompt], accepted: Sequence[Prompt] = ()
) -> tuple[Reading, ...]:
    """Group prompts by format and shape, and measure each group against what `accepted` leaves of the document.

    Where only some of a group stand in a section that announces questions, or only some are marked, these are a
    reading of their own beside the whole group: a README's FAQ, the numbered questions behind a tutorial.  So is the
    one heading that is none of those that every document has: a question a file.
    """
    groups: dict[tuple[str, str], list[Prompt]] = defaultdict(list)
    for prompt in prompts:
        groups[prompt.format, prompt.shape].append(prompt)
    explicit = sorted(p.at for p in prompts if p.explicit)
    found = []
    for (name, shape), group in groups.items():
        announced = [p for p in group if outline.announced(p.at)]
        marked = [p for p in group if p.marked]
        parts = [
            part for part in ((announced,) if accepted else (announced, marked)) if 1 < len(part) < len(group)
        ]
        if name == "heading" and len(group) > 1 and not accepted:
            uncommon = list(islice((p for p in group if not is_ordinary(p.text)), 2))
            parts.extend([uncommon] if len(uncommon) == 1 else [])
        for part in [group, *parts]:
            mine = extents(outline, part, accepted)
            found.append(Reading(name, shape, mine, _figures(outline, mine, explicit)))
    return tuple(found)


def extents(outline: Outline, prompts: Sequence[Prompt], others: Sequence[Prompt] = ()) -> tuple[Extent, ...]:
    """Tell how far each prompt reaches: to the next one, a heading that outranks it, or its container's end.

    `others` are further prompts that end a card and are not asked for.
    """
    asked = {**{other.place: None for other in others}, **{prompt.place: prompt for prompt in prompts}}
    starts = sorted(asked)
    ends = [*(at - 1 for at, _ in starts[1:]), outline.end]
    return tuple(
        [
            _extent(outline, prompt, end)
            for place, end in zip(starts, ends, strict=False)
            if (prompt := asked[place])
        ]
    )


def _extent(outline: Outline, prompt: Prompt, end: int) -> Extent:
    """`end` is the last pre-order index before the next prompt."""
    last = end if prompt.end is None else min(end, prompt.end)
    first_part = last
    for heading in outline.headings_between(prompt.body, last):
        at = heading.block.at
        if heading.labels:
            continue
        first_part = min(first_part, at - 1)
        if heading.block.level <= _limit(prompt) and heading.holder < prompt.at:
            last = at - 1
            break
    return Extent(
        prompt,
        last,
        answered=bool(prompt.rest) or outline.says_something(prompt.body, last),
        direct=bool(prompt.rest) or outline.says_something(prompt.body, first_part),
        labelled=outline.is_labelled_once(prompt.body, last),
        coded=outline.codes_between(prompt.body, last) in _FEW,
        lines=outline.amount(prompt.at, last) + 1,
    )


def _limit(prompt: Prompt) -> int:
    """Return the level from which a heading ends a prompt's card."""
    if prompt.format != "heading":
        return 6
    return prompt.rank - 1 if prompt.shape.startswith("label") else prompt.rank


def _figures(outline: Outline, found: Sequence[Extent], explicit: Sequence[int]) -> Figures:
    """`explicit` are the pre-order indices of all prompts with a marker that leaves no doubt."""
    count = len(found)
    words = [e.prompt.text for e in found]
    folded = [w.casefold() for w in words]
    in_order = sum(map(le, folded, folded[1:]))
    promises = [outline.announced(e.prompt.at) for e in found]
    told = [bool(e.prompt.rest) or not outline.points_elsewhere(e.prompt.body, e.last) for e in found]
    listed = found[0].prompt.format == "bullet"

    def share(flags: Iterable[bool]) -> float:
        return sum(flags) / count

    return Figures(
        count,
        answered=share([e.answered and (t or not listed) for e, t in zip(found, told, strict=True)]),
        direct=share([e.direct or e.labelled or (e.prompt.marked and asks(e.prompt.text)) for e in found]),
        labelled=share([e.labelled for e in found]),
        coded=share([e.coded and not _NAME.fullmatch(e.prompt.text) for e in found]),
        marked=share([e.prompt.marked for e in found]),
        explicit=share([e.prompt.explicit for e in found]),
        asking=sum(map(asking, words)) / count,
        questions=share(map(is_question, words)),
        distinct=len({(e.prompt.number, w) for e, w in zip(found, folded, strict=True)}) / count,
        ordinary=share([not e.prompt.marked and is_ordinary(e.prompt.text) for e in found]),
        prose=share(told),
        brief=share([len(w) <= 8 * _BRIEF and len(w.split()) <= _BRIEF for w in words]),
        alphabetical=count >= _MANY
        and in_order >= 0.9 * (count - 1)
        and share(_is_term(e.prompt) for e in found) >= 0.8,
        announced=promises.count("") < count / 2,
        terms=promises.count("terms") > count / 2,
        holding=share(_holds_explicit(e, explicit) for e in found) if explicit else 0.0,
        covered=min(1.0, sum(e.lines for e in found if e.answered) / max(1, outline.total)),
    )


def _holds_explicit(extent: Extent, explicit: Sequence[int]) -> bool:
    inside = bisect_right(explicit, extent.last) > bisect_right(explicit, extent.prompt.at)
    return inside and not extent.prompt.explicit


def _is_term(prompt: Prompt) -> bool:
    """Tell whether words are such as people say: not `fs.open(path)`, not `--version`."""
    return _TERM.fullmatch(prompt.text) is not None and all(step.kind != "code" for step in prompt.words)


_TERM = pattern(r"[^\W_][^\W_]*(?:[ /’'-]+[^\W_]+)*(?: \([^()]+\))?")
_NAME = re.compile(r"[!-~]+")
"""A name in a reference, `fs.open()`: no task."""
_BRIEF = 6
_FEW = range(1, 4)
_MANY = 8
