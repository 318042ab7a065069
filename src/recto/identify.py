"""Who is who: every question gets the note that the lock remembers of it, or a new one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from recto.diagnostics import MAYBE_EARLIER, Diagnostic, diagnostic
from recto.memory.claims import claim
from recto.memory.explicit import explicit_ids
from recto.memory.lock import Entry, Lock
from recto.memory.position import positions
from recto.memory.sketch import sketch
from recto.note import Change, Note, Rendered
from recto.values import frozen

_HOUR = 3_600_000
_PARTS = ("question", "answer", "code", "extra", "source and tags")
"""What the parts of a digest are of, in their order."""


@frozen
class Scope:
    """Which lines of the lock a run may touch, told by their documents; all others stay as they are."""

    claimable: frozenset[str]
    """The documents of the run, and those that are gone from disk: a question may have been theirs."""
    retirable: frozenset[str]
    """The documents of the run, and those gone from its folders: what nobody claims of theirs, retires."""


@frozen
class Identified:
    """Notes with their identities, and the lock that remembers them."""

    notes: tuple[Note, ...]
    """In the order of the questions."""
    lock: Lock
    retired: tuple[Entry, ...]
    """The lines that this run retired, in document order."""
    diagnostics: tuple[Diagnostic, ...]


def identify(
    rendered: Sequence[Rendered], lock: Lock, scope: Scope, now: int, *, touch: bool = False
) -> Identified:
    """Find out which note each question is, and remember it.

    Takes the questions of a run, the lock as it was, which of its lines the run may touch, the time in
    seconds since 1970, and whether every note gets a new time.  The order in which documents come makes no
    difference; if nothing has changed, neither does the lock.
    """
    order = sorted(range(len(rendered)), key=lambda n: (_place(rendered[n]), n))
    cards = [rendered[n] for n in order]
    questions, faults = _questions(cards, lock)
    lines = sorted((entry for entry in lock.entries if entry.document in scope.claimable), key=_in_document)
    claims = claim(questions, lines)
    previous = [lines[claims.lines[n]] if n in claims.lines else None for n in range(len(cards))]
    entries = _entries(cards, questions, previous, lock, now, touch=touch)
    notes = [_note(*each) for each in zip(cards, entries, previous, strict=True)]
    others, retired = _others(lock, {entry.guid for entry in entries}, scope)
    faults += [_tie(cards[n], [lines[rival] for rival in rivals]) for n, rivals in claims.ties.items()]
    as_given = sorted(range(len(order)), key=order.__getitem__)
    return Identified(
        tuple(notes[n] for n in as_given),
        Lock(tuple(sorted((*entries, *others), key=lambda entry: entry.guid))),
        tuple(retired),
        tuple(faults),
    )


def _place(card: Rendered) -> tuple[str, int]:
    return card.question.name, card.question.line


def _in_document(entry: Entry) -> tuple[str, int, str]:
    return entry.document, entry.due, entry.guid


def _questions(cards: Sequence[Rendered], lock: Lock) -> tuple[list[Entry], list[Diagnostic]]:
    """Describe the questions as the lock does, in entries that have no guid, id, time and position yet."""
    homes = {entry.ident: entry.document for entry in lock.entries}
    idents, faults = explicit_ids([card.question for card in cards], homes)
    sketches = {entry.digest: entry.sketch for entry in lock.entries}
    questions = []
    for card, ident in zip(cards, idents, strict=True):
        known = sketches.get(card.digest)
        look = sketch(card.front.text, card.body) if known is None else known
        questions.append(Entry("", 0, card.question.name, card.words, card.digest, look, 0, 0, ident))
    return questions, faults


def _entries(
    cards: Sequence[Rendered],
    questions: Sequence[Entry],
    previous: Sequence[Entry | None],
    lock: Lock,
    now: int,
    *,
    touch: bool,
) -> list[Entry]:
    """Give every question its guid, note id, time and position: those of its line, or new ones."""
    guids = {entry.guid for entry in lock.entries}
    note_ids = {entry.note_id for entry in lock.entries}
    tries: Counter[str] = Counter()
    entries = []
    for card, question, before, due in zip(cards, questions, previous, _dues(cards, previous), strict=True):
        if before is None:
            guid = _new_guid(card, guids, tries)
            note_id = _new_note_id(guid, now, note_ids)
            modified = now
        else:
            guid, note_id = before.guid, before.note_id
            same = before.digest == question.digest and not touch
            modified = before.modified if same else max(now, before.modified + 1)
        known = question.document, question.words, question.digest, question.sketch
        entries.append(Entry(guid, note_id, *known, modified, due, question.ident))
    return entries


def _new_guid(card: Rendered, taken: set[str], tries: Counter[str]) -> str:
    """Take the first free guid of a question's deck title and words, so that it comes back without a lock."""
    title = card.question.deck.rpartition("::")[2]
    named = f"{title}\0{card.words}"
    while True:
        tries[named] += 1
        seed = f"{named}\0{tries[named]}"
        guid = blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        if guid not in taken:
            taken.add(guid)
            return guid


def _new_note_id(guid: str, now: int, taken: set[int]) -> int:
    """Take a free id near the time in ms; the guid spreads those of decks that are built in one moment."""
    note_id = now * 1000 - int(guid, 16) % _HOUR
    while note_id in taken:
        note_id -= 1
    taken.add(note_id)
    return note_id


def _dues(cards: Sequence[Rendered], previous: Sequence[Entry | None]) -> list[int]:
    """Return the position of every question in its deck; Anki compares the names of decks without case."""
    decks: dict[str, list[int]] = defaultdict(list)
    for n, card in enumerate(cards):
        decks[card.question.deck.casefold()].append(n)
    dues = [0] * len(cards)
    for members in decks.values():
        known = [None if (before := previous[n]) is None else before.due for n in members]
        for n, due in zip(members, positions(known), strict=True):
            dues[n] = due
    return dues


def _note(card: Rendered, entry: Entry, before: Entry | None) -> Note:
    change: Change
    if before is None:
        change = "new"
    elif entry.digest != before.digest and entry.words != before.words:
        change = "reworded"
    elif entry.modified != before.modified:
        change = "updated"
    elif entry.document != before.document:
        change = "moved"
    else:
        change = "unchanged"
    words = before.words if before is not None and change == "reworded" else ""
    changed = () if before is None else _changed(before.digest, entry.digest)
    return Note(card, entry.guid, entry.note_id, entry.modified, entry.due, change, changed, words)


def _changed(before: str, now: str) -> tuple[str, ...]:
    """Name the parts whose digests differ."""
    pairs = zip(_PARTS, before.split("."), now.split("."), strict=False)
    return tuple(part for part, old, new in pairs if old != new)


def _others(lock: Lock, claimed: set[str], scope: Scope) -> tuple[list[Entry], list[Entry]]:
    """Return the lines that nobody claimed, as they are now, and in document order those that retired."""
    left = [entry for entry in lock.entries if entry.guid not in claimed]
    retired = {
        entry.guid: replace(entry, retired=True)
        for entry in left
        if entry.document in scope.retirable and not entry.retired
    }
    return [retired.get(entry.guid, entry) for entry in left], sorted(retired.values(), key=_in_document)


def _tie(card: Rendered, rivals: Sequence[Entry]) -> Diagnostic:
    earlier = ", ".join(f"“{rival.words[:60]}”" for rival in rivals)
    place = card.question
    return diagnostic(MAYBE_EARLIER, place.path, place.line, place.column, earlier=earlier)
