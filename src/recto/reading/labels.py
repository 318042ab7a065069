"""The words by which people mark a question, an answer and a hint, in the languages that were met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from recto.patterns import pattern
from recto.reading.vocabulary import bare, phrases
from recto.values import frozen

_QUESTION = phrases(
    """q | p | que | qus | ques | qn | question
    pregunta | pergunta | questão | frage | domanda | soru | вопрос | в | питання | pytanie | câu hỏi | câu
    问题 | 问 | 問題 | 問 | 题目 | 題目 | 面试题 | 编程题 | 算法题 | 选择题 | 简答题 | 练习题 | 思考题
    질문 | 문제 | 質問 | سؤال | प्रश्न"""
)
_ANSWER = phrases(
    """a | r | ans | answer | answers | solution | solutions | sol
    respuesta | resposta | réponse | antwort | lösung | risposta | cevap | ответ | ответы | о | а | решение | відповідь
    odpowiedź | trả lời | đáp án
    答案 | 答 | 回答 | 解答 | 解析 | 答え | 回答例 | 解答例 | 답 | 답변 | 정답 | 해설 | 解説
    解法 | 题解 | 参考答案 | 參考答案 | 标准答案 | 正确答案 | 正確答案 | 答案解析 | جواب | उत्तर"""
)
_QUESTION_WORDS = frozenset(word for label in _QUESTION for word in label.split())
_ANSWER_WORDS = frozenset(word for label in _ANSWER for word in label.split())
_LETTERS = phrases("q | p | a | r | в | о | а")
"""A letter alone is no label: glossaries have a section for each."""
_LONG_ANSWER_WORDS = _ANSWER_WORDS - _LETTERS
MUST_ASK = phrases("p")
"""Letters that mark a question in some languages, and much else in all: the words behind them must ask."""
_WITH_COLON = phrases("в | о | а | p | r")
"""Letters that mean other things as well: they need a colon, not only a number."""
_SHOW = phrases(
    """click | tap | press | here | to | for | me | view | show | see | reveal | expand | toggle | display | open
    check | read | get | hide/show | show/hide | the | a | an | my | our | full | detailed | sample | model | possible
    suggested | one | correct | right | expected | expert | short | long | brief | quick
    ver | mostrar | la | el | correcta | ver a | correta | voir | afficher | bonne | anzeigen | zeigen | die | richtige
    показать | посмотреть | открыть | смотреть | правильный | краткий | xem | 보기 | 확인 | 모범 | 예시"""
)
"""What may stand around the word for an answer: `Click to see the answer`."""
_SHOW_PARTS = re.compile(
    "点击|點擊|查看|显示|顯示|展开|展開|参考|參考|标准|を見る|を表示|をみる|はこちら|模範"
)
"""The same in scripts that put no spaces between words."""
_RIGHT = phrases(
    """the | correct | right | model | sample | expected | suggested | recommended | ideal | my | la | correcta
    correta | bonne | richtige | правильный | верный | gợi | ý | 正确 | 正確 | 模范"""
)
"""What may stand before the word in a label before the answer: `Correct answer: C`."""
_KIND = phrases(
    "interview | quiz | bonus | practice | sample | example | exam | test | review | coding | trivia | mcq"
)
"""What may stand before the word in a label before the question: `Bonus question: ...`."""
_REPORT = phrases(
    """problem | issue | symptom | symptoms | cause | root cause | challenge | error | bug | impact | request
    проблема | причина | симптом | запрос | ошибка | problema | causa | síntoma | sintoma | ursache
    问题现象 | 原因 | 原因分析"""
)
"""What stands before `Solution:` in reports of what went wrong, and in references."""
_REVEAL = phrases("click | tap | view | show | reveal | expand | toggle | see")
_HINT = phrases(
    "hint | hints | tip | tips | clue | clues | pista | hinweis | подсказка | 提示 | 힌트 | ヒント"
)

_HEADING_WORDS = frozenset(re.split(r"\W", word)[0] for word in _SHOW | _ANSWER_WORDS)
"""The first words of headings that say no more than `Answer`, where words have blanks between them."""

CARD_TAG = pattern(r"(?<!\s)\s*(?<!\S)#(?:cards?|flashcards?|anki)\b(?:/[^\s#]+)*\s*", re.IGNORECASE)
"""What a note-taking tool knows a card by."""
_LONGEST = 60
"""A label has fewer characters; a question may have more."""
_NEAR = 40
_WORDS = re.compile(r"[^\W\d_]+")
_LATIN_WORDS = re.compile("[a-z]+")
_FIRST_WORD = re.compile(r"\s*([^\W\d_]+)")
_LABEL = pattern(
    r"""\s*(?P<label>[^\W\d_]+(?:\ (?!n[or]\b)[^\W\d_]+){0,3})
    (?:(?:\s*+(?:[#№]|no\.|nr\.)?\s*+|[.-])(?P<number>\d{1,5}(?:\.\d{1,5})*[a-z]?))?
    (?P<colon>\s*[:：.．)）、|]+\s*|(?:\s|(?<=\d))[-–—]+\s+|\s*$|(?=\s))""",
    re.VERBOSE | re.IGNORECASE,
)


@frozen
class Label:
    """A label at the beginning of a text."""

    word: str
    """The label's word in lower case."""
    number: str
    colon: str
    """The punctuation behind it, without blanks; empty at the text's end."""
    end: int
    """How many characters of the text are the label's."""


def question_label(text: str) -> Label | None:
    """Find `Q.`, `Q12:`, `Question 12 -` or `问：` at the beginning of a text."""
    found = _label(text, _QUESTION_LABEL)
    if found is None or not (found.colon or (found.number and found.word not in _WITH_COLON)):
        return None
    return found


def may_be_labelled(text: str) -> bool:
    """Tell whether a question label may stand near the beginning of a text; cheap, and never wrongly false.

    Before a Latin letter stands no number and no sign.
    """
    first = _first_word(text)
    if first and first.isascii() and first not in _QUESTION_LABEL.parts and "#" not in text:
        return False
    return not _QUESTION_WORDS.isdisjoint(_near(text))


def answer_label(text: str) -> Label | None:
    """Find `A:`, `Ans 12 -` or `答：` at the beginning of a text."""
    found = _label(text, _ANSWER_LABEL)
    return found if found and (found.colon or found.end == len(text)) else None


def may_label_answer(words: str, *, in_span: bool) -> bool:
    """Tell whether an answer's label may stand at the beginning of a text; never wrongly false.

    `in_span` tells that the text begins with a span, which may say `Click for the answer` before further words: in
    some scripts without blanks between them.
    """
    first = _first_word(words)
    if first in _ANSWER_WORDS or (in_span and not words[:_NEAR].isascii()):
        return True
    if in_span or first in _RIGHT:
        near = _near(words)
        if not (_LONG_ANSWER_WORDS.isdisjoint(near) and _ANSWER_WORDS.isdisjoint(near[:1])):
            return True
        if _letter_follows(near):
            return True
    return not (first and first.isascii() and first not in _HEADING_WORDS) and is_answer_heading(words)


def _letter_follows(words: Sequence[str]) -> bool:
    """Tell whether a word such as `correct` is followed by a letter that may stand for an answer."""
    return not _RIGHT.isdisjoint(words) and any(
        before in _RIGHT and word in _ANSWER_WORDS for before, word in pairwise(words)
    )


def opens_report(text: str) -> bool:
    """Tell whether a text begins with a label such as `Root cause:`, as reports and references have them."""
    return _before_colon(text[:_NEAR]) in _REPORT


def opens_line(text: str) -> bool:
    """Tell whether a line within a paragraph begins with a question or answer label and its colon."""
    found = _label(text, _EITHER_LABEL) if ":" in text or "：" in text else None
    return found is not None and found.colon[:1] in {":", "："}


def is_answer_heading(text: str) -> bool:
    """Tell whether a heading, summary or bold line says no more than `Answer`, `View answer`, `Solution 3:`."""
    return len(text) < _LONGEST and _names_answer(bare(text))


@lru_cache(maxsize=1 << 16)
def _names_answer(name: str) -> bool:
    words = _SHOW_PARTS.sub(" ", name).split()
    if _ANSWER_WORDS.isdisjoint(words):
        return False
    if len(words) > 1 and words[-1].isdigit():
        words.pop()
    shown = [word for word in words if word not in _SHOW] or words[-1:]
    left = " ".join(shown)
    return left in _ANSWER and left not in _LETTERS


def is_answer_summary(text: str) -> bool:
    """Tell whether a summary says no more than `Answer`, or `Click to reveal`."""
    return is_answer_heading(text) or (len(text) < _LONGEST / 2 and bare(text).split(" ")[0] in _REVEAL)


def is_question_heading(text: str) -> bool:
    """Tell whether a heading says no more than `Question` or `Q 12`: the question stands below it."""
    found = _label(bare(text), _QUESTION_LABEL)
    return (
        found is not None
        and found.end == len(bare(text))
        and bool(found.number or found.word not in _LETTERS)
    )


def has_card_tag(text: str) -> bool:
    """Tell whether a text carries a tag by which note-taking tools know cards: `#card`, `#flashcards/biology`."""
    return "#" in text and CARD_TAG.search(text) is not None


def is_hint(text: str) -> bool:
    """Tell whether a summary or heading announces a hint."""
    return len(text) < _LONGEST and not _HINT.isdisjoint(bare(text).split()[:3])


def opens_hint(text: str) -> bool:
    """Tell whether a text begins with `Hint:`."""
    return _before_colon(text[:_LONGEST]) in _HINT


def _near(text: str) -> list[str]:
    """Return the words near a text's beginning, case-folded."""
    beginning = text[:_NEAR].casefold()
    return (_LATIN_WORDS if beginning.isascii() else _WORDS).findall(beginning)


def _before_colon(text: str) -> str:
    """Return the bare words before a text's first colon; nothing if there is none."""
    if ":" not in text and "：" not in text:
        return ""
    return bare(text.replace("：", ":").partition(":")[0])


@frozen
class _Vocabulary:
    """The words of one kind of label."""

    names: frozenset[str]
    before: frozenset[str]
    """What may stand before the name."""
    parts: frozenset[str]
    """The single words of both: a label begins with one of them."""


_QUESTION_LABEL = _Vocabulary(_QUESTION, _KIND, _QUESTION_WORDS | _KIND)
_ANSWER_LABEL = _Vocabulary(_ANSWER, _RIGHT, _ANSWER_WORDS | _RIGHT)
_EITHER_LABEL = _Vocabulary(_QUESTION | _ANSWER, _RIGHT, _QUESTION_WORDS | _ANSWER_WORDS | _RIGHT)


def _label(text: str, vocabulary: _Vocabulary) -> Label | None:
    found = _LABEL.match(text) if _first_word(text) in vocabulary.parts else None
    if found is None:
        return None
    word = " ".join([w for w in found["label"].casefold().split() if w not in vocabulary.before])
    if word not in vocabulary.names:
        return None
    return Label(word, found["number"] or "", found["colon"].strip(), found.end())


def _first_word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found[1].casefold() if found else ""
