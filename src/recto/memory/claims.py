"""Which line of the lock each question claims: by its id, its words, its answer, or by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Literal

from recto.memory.lock import Entry
from recto.memory.sketch import body_of, front_of, is_long, read, tokens
from recto.values import frozen

if TYPE_CHECKING:
    from recto.memory.matching import Face

_Side = Mapping[int, Entry]
_Key = Callable[[Entry], tuple[str, ...]]
_Condition = Literal["in order", "as many", "unique"]

_RULES: tuple[tuple[_Key, _Condition], ...] = (
    (lambda entry: (entry.ident,) if entry.ident else (), "in order"),
    (lambda entry: (entry.words, entry.digest), "in order"),
    (lambda entry: (entry.words, entry.sketch), "as many"),
    (lambda entry: (entry.words, front_of(entry.sketch)), "unique"),
    (lambda entry: (entry.words,), "unique"),
    (lambda entry: (body_of(entry.sketch),) if is_long(entry.sketch) else (), "unique"),
)
"""What must be equal, and when that is enough; nothing is equal to an empty key.

`in order`: the first to the first, for what is equal in this is interchangeable.  `as many`: the same, but
only if none was added or removed.  `unique`: no other question and no other line has it, claimed or not.
"""


@frozen
class Claims:
    """Which question is which line, both by index."""

    lines: Mapping[int, int]
    """From a question to its line."""
    ties: Mapping[int, tuple[int, ...]]
    """From a question that got no line to those that it, or another one just as much, could be."""


def claim(questions: Sequence[Entry], lines: Sequence[Entry]) -> Claims:
    """Give each question (an entry without a guid) one line at most, and each line to one question at most.

    Both come in document order.  Every rule looks among the lines of the question's own document first, then
    among all; and in the same way among the retired ones, which likeness never claims.
    """
    asked = dict(enumerate(questions))
    live = {number: line for number, line in enumerate(lines) if not line.retired}
    retired = {number: line for number, line in enumerate(lines) if line.retired}
    claimed: dict[int, int] = {}
    for key, condition in _RULES:
        for pool, narrowed in product((live, retired), (_within_document(key), key)):
            claimed |= _equal(asked, pool, claimed, narrowed, condition)
    return _alike(asked, live, claimed)


def _within_document(key: _Key) -> _Key:
    def narrowed(entry: Entry) -> tuple[str, ...]:
        found = key(entry)
        return (entry.document, *found) if found else ()

    return narrowed


def _equal(
    asked: _Side, pool: _Side, claimed: Mapping[int, int], key: _Key, condition: _Condition
) -> dict[int, int]:
    """Return the claims that one rule adds."""
    seeking, free = _unclaimed(asked, pool, claimed)
    if not seeking or not free:
        return {}
    ours, theirs = _grouped(seeking, key), _grouped(free, key)
    looks = [look for look in ours if look in theirs]
    if condition == "as many":
        looks = [look for look in looks if len(ours[look]) == len(theirs[look])]
    elif condition == "unique" and looks:
        crowds = [Counter(map(key, side.values())) for side in (asked, pool)]
        looks = [look for look in looks if all(crowd[look] == 1 for crowd in crowds)]
    return {one: two for look in looks for one, two in zip(ours[look], theirs[look], strict=False)}


def _unclaimed(asked: _Side, pool: _Side, claimed: Mapping[int, int]) -> tuple[_Side, _Side]:
    taken = set(claimed.values())
    return (
        {number: entry for number, entry in asked.items() if number not in claimed},
        {number: line for number, line in pool.items() if number not in taken},
    )


def _grouped(side: _Side, key: _Key) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, entry in side.items():
        if look := key(entry):
            groups[look].append(number)
    return groups


def _alike(asked: _Side, live: _Side, claimed: Mapping[int, int]) -> Claims:
    """Add the claims by likeness, within each document and then across documents."""
    lines = dict(claimed)
    ties: dict[int, tuple[int, ...]] = {}
    seeking, free = _unclaimed(asked, live, lines)
    if not seeking or not free:
        return Claims(lines, ties)
    from recto.memory.matching import match, rarity  # most builds find everyone without likeness

    weights = rarity(entry.words for side in (asked, live) for entry in side.values())
    our_faces = _faces(asked, seeking, _places(asked, lines))
    their_faces = _faces(live, free, _places(live, {line: line for line in lines.values()}))
    for place in (_of_document, _anywhere):
        seeking, free = _unclaimed(asked, live, lines)
        seeking = {number: entry for number, entry in seeking.items() if number not in ties}
        groups = _grouped(free, place)
        for where, ours in _grouped(seeking, place).items():
            theirs = groups.get(where, [])
            found = match([our_faces[n] for n in ours], [their_faces[n] for n in theirs], weights)
            lines |= {ours[one]: theirs[two] for one, two in found.pairs.items()}
            ties |= {ours[one]: tuple(theirs[two] for two in rivals) for one, rivals in found.ties.items()}
    return Claims(lines, ties)


def _of_document(entry: Entry) -> tuple[str, ...]:
    return (entry.document,)


def _anywhere(_: Entry) -> tuple[str, ...]:
    return ("anywhere",)


def _places(side: _Side, lines: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Return of every entry that stands alone between two that have a line which lines those are."""
    around = [-1, *(lines.get(number) for number in side), -1]
    return {
        number: (before, after)
        for number, before, own, after in zip(side, around, around[1:], around[2:], strict=False)
        if own is None and before is not None and after is not None
    }


def _faces(side: _Side, some: _Side, places: Mapping[int, tuple[int, int]]) -> dict[int, Face]:
    """Return what is compared of some entries, knowing what they share with the others of their side."""
    from recto.memory.matching import Face

    looks = {(entry.words, body_of(entry.sketch)) for entry in side.values()}
    words = Counter(words for words, _ in looks)
    answers = Counter(body for _, body in looks)
    return {
        number: Face(
            entry.words,
            frozenset(tokens(entry.words)),
            read(entry.sketch),
            entry.digest,
            words[entry.words] > 1,
            answers[body_of(entry.sketch)] > 1,
            places.get(number),
        )
        for number, entry in some.items()
    }
