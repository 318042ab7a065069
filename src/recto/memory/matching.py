"""Which reworded question is which line of the lock: told by its words and its answer together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import groupby
from typing import NamedTuple

from rapidfuzz import fuzz

from recto.memory.sketch import Sketch, resemblance, tokens
from recto.values import frozen

ENOUGH = 0.73
"""From this score on, two are the same question."""
ANSWER = 0.7
"""What a long answer can add or take, measured in words' worth."""
NEUTRAL = 0.35
"""Two different answers of one document share something; an answer that shares so much says nothing."""
DOUBT = 6
"""An answer of so many hashes counts half: a few words coincide easily."""
COMMON_WORDS = 0.55
"""What words are worth that stand above several answers: those have to decide."""
PLACE = 0.1
"""What it adds to stand alone between the same neighbours: there, one was put for the other."""
CROWD = 20
"""A word or hash that more lines than this share points at none of them."""
LONGEST = 5_000
"""How many characters of a question's words are compared by their letters: that takes the square of the time."""
CLOSEST = 5
"""How many lines are compared with a question in full."""


@frozen
class Face:
    """What is compared of a question, or of a line of the lock."""

    words: str
    bag: frozenset[str]
    """The different ones of the words."""
    sketch: Sketch
    digest: str
    """Tells apart what is alike in words and sketch."""
    common_words: bool = False
    """The same words stand above another answer on its side."""
    common_answer: bool = False
    """The same answer stands under other words on its side, as a placeholder does."""
    place: tuple[int, int] | None = field(default=None, compare=False)
    """The lines of its neighbours, if both have one."""


@frozen
class Matches:
    """Which questions are which lines, both by index."""

    pairs: Mapping[int, int]
    """From a question to its line."""
    ties: Mapping[int, tuple[int, ...]]
    """From a question that got none to the lines that it, or another one just as much, resembles."""


def rarity(texts: Iterable[str]) -> dict[str, float]:
    """Return how much each word of some texts tells: one that many of them use tells little."""
    bags = [set(tokens(text)) for text in texts]
    return {
        word: math.log(1 + len(bags) / count)
        for word, count in Counter(w for bag in bags for w in bag).items()
    }


def score(one: Face, two: Face, weights: Mapping[str, float]) -> float:
    """Return how much two faces look like one question: about 1 for equal words, more or less by the answers.

    Words count half by their letters, which forgives typos and "X?" become "X? And Y?", half by how many they
    share, rare ones counting more by their `weights`.
    """
    if (one.words, one.sketch) == (two.words, two.sketch):
        return 1.0
    letters = fuzz.token_set_ratio(one.words[:LONGEST], two.words[:LONGEST]) / 100
    words = (letters + _overlap(one.bag, two.bag, weights)) / 2
    if one.common_words or two.common_words:
        words = min(words, COMMON_WORDS)
    if one.common_answer or two.common_answer:
        return words
    share, known = resemblance(one.sketch, two.sketch)
    place = PLACE if one.place is not None and one.place == two.place else 0
    return words + ANSWER * known / (known + DOUBT) * (share - NEUTRAL) + place


def match(questions: Sequence[Face], lines: Sequence[Face], weights: Mapping[str, float]) -> Matches:
    """Give each question the line that it resembles most, the closest pairs first; a draw gives nothing.

    `weights` says of all words of both sides how much they tell.
    """
    waiting = [
        _Pair(round(value, 9), q, line)
        for q, line in _candidates(questions, lines)
        if (value := score(questions[q], lines[line], weights)) >= ENOUGH
    ]
    waiting.sort(key=lambda pair: (-pair.score, pair.question, pair.line))
    pairs: dict[int, int] = {}
    while taken := _undisputed(waiting, questions, lines):
        pairs |= taken
        gone = set(pairs.values())
        waiting = [pair for pair in waiting if pair.question not in pairs and pair.line not in gone]
    best: dict[int, list[_Pair]] = defaultdict(list)
    for pair in waiting:
        best[pair.question].append(pair)
    return Matches(
        pairs,
        {q: tuple(pair.line for pair in found if pair.score == found[0].score) for q, found in best.items()},
    )


def _overlap(one: frozenset[str], two: frozenset[str], weights: Mapping[str, float]) -> float:
    shared, ours, theirs = (math.fsum(map(weights.__getitem__, bag)) for bag in (one & two, one, two))
    return 2 * shared / (ours + theirs) if ours + theirs else 0.0


class _Pair(NamedTuple):
    score: float
    question: int
    line: int


def _candidates(questions: Sequence[Face], lines: Sequence[Face]) -> Iterator[tuple[int, int]]:
    """Yield for each question the few lines with which it shares the rarest words and hashes."""
    index: dict[str | int, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for feature in _features(line):
            index[feature].append(number)
    for q, question in enumerate(questions):
        votes: dict[int, float] = defaultdict(float)
        for feature in _features(question):
            crowd = index.get(feature, [])
            if len(crowd) <= CROWD:
                for number in crowd:
                    votes[number] += 1 / len(crowd)
        for number in sorted(votes, key=lambda number: (-votes[number], number))[:CLOSEST]:
            yield q, number


def _features(face: Face) -> list[str | int]:
    return [*sorted(face.bag), *face.sketch.hashes]


def _undisputed(waiting: Sequence[_Pair], questions: Sequence[Face], lines: Sequence[Face]) -> dict[int, int]:
    """Return the pairs to make, going down the scores; who has equal rivals waits until one of them is gone.

    Rivals that look exactly alike are no rivals: they are taken in their order.
    """
    pairs: dict[int, int] = {}
    busy_questions: set[int] = set()
    busy_lines: set[int] = set()
    for _, group in groupby(waiting, key=lambda pair: pair.score):
        free = [pair for pair in group if pair.question not in busy_questions and pair.line not in busy_lines]
        looks_of_lines: dict[int, set[Face]] = defaultdict(set)
        looks_of_questions: dict[int, set[Face]] = defaultdict(set)
        for pair in free:
            looks_of_lines[pair.question].add(lines[pair.line])
            looks_of_questions[pair.line].add(questions[pair.question])
        busy_questions |= {q for q, looks in looks_of_lines.items() if len(looks) > 1}
        busy_lines |= {line for line, looks in looks_of_questions.items() if len(looks) > 1}
        for pair in free:
            if pair.question not in busy_questions and pair.line not in busy_lines:
                pairs[pair.question] = pair.line
                busy_questions.add(pair.question)
                busy_lines.add(pair.line)
    return pairs
