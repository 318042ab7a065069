"""The words by which people mark a question, an answer and a hint, in the languages that were met."""

from __future__ import annotations

import re

_QUESTION = (
    r"q|que|qus|ques|qn|question|interview\ question|pregunta|pergunta|frage|domanda|soru|вопрос|питання|pytanie|"
    r"câu\ hỏi|问题|问|問題|問|题目|題目|面试题|질문|문제|質問|سؤال|प्रश्न"
)
_ANSWER = (
    r"a|ans|answer|answers|the\ answer|solution|sol|response|respuesta|resposta|réponse|antwort|lösung|risposta|cevap|"
    r"ответ|решение|відповідь|odpowiedź|trả\ lời|答案|答|回答|解答|参考答案|參考答案|답|답변|정답|해설|解説|جواب|उत्तर"
)
_SHOW = (
    r"(?:(?:click|tap|press)(?: here)? (?:to|for)(?: the)? )?"
    r"(?:(?:view|show|see|reveal|expand|toggle|display|open|check|read|get|hide/show|show/hide)(?: me)? )?"
    r"(?:the |an? |my |full |detailed |sample |model |possible |suggested |correct |short |long )*"
)
_NUMBER = r"(?:\s*[#№]?\s*(?P<number>\d+(?:\.\d+)*[a-z]?))?"
_COLON = r"\s*[:：.．)）\-–—]\s*"

QUESTION_LABEL = re.compile(rf"(?P<label>{_QUESTION}){_NUMBER}(?:{_COLON}|\s*$)", re.IGNORECASE)
"""`Q:`, `Question 12.`, `问：` at the beginning of a text."""
ANSWER_LABEL = re.compile(rf"(?P<label>{_ANSWER}){_NUMBER}(?:{_COLON}|\s*$)", re.IGNORECASE)
"""`A:`, `Ans 12 -`, `答：` at the beginning of a text."""

QUESTION_MARKER = re.compile(
    rf"""\s*(?:{_QUESTION})\s*
    (?: [#№.:：-]*\s*(?P<number>\d+(?:\.\d+)*[a-z]?)\s*(?:[.:：)）、\]\-–—]+|(?=\s)|$)
      | [.:：)）、]+ | \s[-–—]\s )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
"""`Q.`, `Q12:`, `Question 12 -` before the words of a question."""

_ANSWER_HEADING = re.compile(rf"[^\w]*{_SHOW}(?:{_ANSWER})s?{_NUMBER}[^\w]*", re.IGNORECASE)
_QUESTION_HEADING = re.compile(rf"[^\w]*(?:{_QUESTION}){_NUMBER}[^\w]*", re.IGNORECASE)
_REVEAL = re.compile(
    r"[^\w]*(?:click|tap|view|show|reveal|expand|toggle|see)\b[\w\s]{0,24}[^\w]*", re.IGNORECASE
)
_HINT = re.compile(
    r"[^\w]*(?:(?:view|show|see|need|get) )?(?:an? |the |some )?"
    r"(?:hints?|tips?|clues?|pista|hinweis|подсказка|提示|힌트|ヒント)\b.{0,24}",
    re.IGNORECASE,
)
_LABEL_OPENS = re.compile(rf"(?:(?:{_QUESTION}|{_ANSWER}){_NUMBER}\s*[:：．])", re.IGNORECASE)


def opens_line(text: str) -> bool:
    """Tell whether a line within a paragraph begins with a question or answer label and its colon."""
    return _LABEL_OPENS.match(text) is not None


def is_answer_heading(text: str) -> bool:
    """Tell whether a heading, summary or bold line says no more than `Answer`, `View answer`, `Solution 3:`."""
    return len(text) < 60 and _ANSWER_HEADING.fullmatch(text) is not None


def is_answer_summary(text: str) -> bool:
    """Tell whether a summary says no more than `Answer`, or `Click to reveal`."""
    return is_answer_heading(text) or (len(text) < 60 and _REVEAL.fullmatch(text) is not None)


def is_question_heading(text: str) -> bool:
    """Tell whether a heading says no more than `Question` or `Q 12`: the question stands below it."""
    return len(text) < 60 and _QUESTION_HEADING.fullmatch(text) is not None


def is_hint(text: str) -> bool:
    """Tell whether a summary or heading announces a hint."""
    return len(text) < 60 and _HINT.fullmatch(text) is not None
