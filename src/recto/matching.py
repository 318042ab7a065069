"""Which reworded question is which line of the lock: told by its words and its answer together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from rapidfuzz import fuzz

from recto.sketch import Sketch, resemblance, tokens

ENOUGH = 0.76
"""From this score on, two are the same question."""
NEUTRAL = 0.6
"""An answer that resembles by so much speaks neither for nor against."""
DOUBT = 8
"""An answer of so many hashes counts half; a few words coincide easily."""
COMMON_WORDS = 0.7
"""What words are worth at most if they stand above several questions: the answer has to decide."""
CROWD = 50
"""A word or hash that more lines than this share points at none of them."""
CLOSEST = 8
"""How many lines are compared with a question in full."""


@dataclass(frozen=True, slots=True)
class Face:
    """What is compared of a question, or of a line of the lock."""

    words: str
    sketch: Sketch
    common_words: bool = False
    """The same words stand above another question on its side."""
    common_answer: bool = False
    """The same answer stands under another question on its side, as a placeholder does."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Which questions are which lines, both by index."""

    pairs: Mapping[int, int]
    """From a question to its line."""
    ties: Mapping[int, tuple[int, ...]]
    """From a question that got none to the lines that it, or another one just as much, resembles."""


class Rarity:
    """How much each word tells: one that many questions use tells little."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the words of all the texts among which questions are looked for."""
        bags = [set(tokens(text)) for text in texts]
        self._total = len(bags)
        self._counts = Counter(word for bag in bags for word in bag)

    def overlap(self, one: str, two: str) -> float:
        """Return the share of their words that two texts have in common, 0 to 1, rare words counting more."""
        ours, theirs = set(tokens(one)), set(tokens(two))
        both = self._weight(ours) + self._weight(theirs)
        return 2 * self._weight(ours & theirs) / both if both else 0.0

    def _weight(self, words: set[str]) -> float:
        return math.fsum(math.log(1 + self._total / max(self._counts[word], 1)) for word in words)


def score(one: Face, two: Face, rarity: Rarity) -> float:
    """Return how much two faces look like one question: near 1 for the same words, corrected by the answers."""
    words = (
        fuzz.ratio(one.words, two.words) / 100
        + fuzz.token_set_ratio(one.words, two.words) / 100
        + rarity.overlap(one.words, two.words)
    ) / 3
    if one.common_words or two.common_words:
        words = min(words, COMMON_WORDS)
    if one.common_answer or two.common_answer:
        return words
    share, known = resemblance(one.sketch, two.sketch)
    return words + known / (known + DOUBT) * (share - NEUTRAL)


def match(questions: Sequence[Face], lines: Sequence[Face], rarity: Rarity) -> Matches:
    """Give each question the line that it resembles most, the closest pairs first; equal rivals get nothing."""
    waiting = [
        _Pair(round(value, 9), q, li)
        for q, li in _candidates(questions, lines)
        if (value := score(questions[q], lines[li], rarity)) >= ENOUGH
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
    return [*dict.fromkeys(tokens(face.words)), *face.sketch.hashes]


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
