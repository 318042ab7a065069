"""What words sound like: a question, a document's name for itself, a section that every README has."""

from __future__ import annotations

import re

from recto.noise import is_contents_heading, is_trailing_section
from recto.vocabulary import bare, phrases

_WORD = re.compile(r"\w+")
_QUESTION_MARKS = "?？؟"
_ASKING_WORDS = phrases(
    """what | how | why | when | where | which | who | whose | explain | describe | define | compare | contrast
    discuss | difference | differences | differentiate | different | list | name | give | tell | write | implement
    find | show | state | mention | can | could | do | does | did | is | are | should | would | will | has | have
    design | given | create | calculate | prove | solve | select | use | get | advantages
    что | как | почему | зачем | какие | какой | чем | qué | cómo | cuál | como | qual | was | wie | warum"""
)
_ASKING_PARTS = phrases(
    """什么 | 如何 | 怎么 | 怎样 | 为什么 | 为何 | 哪些 | 哪个 | 区别 | 吗 | 请 | 谈谈 | 说说 | 介绍
    何 | とは | ですか | 무엇 | 어떻게 | 왜 | 차이 | 설명 | 인가 | 나요 | 까요"""
)
_ANNOUNCING_WORDS = phrases(
    """question | questions | answer | answers | interview | interviews | faq | faqs | quiz | quizzes | flashcard
    flashcards | glossary | jargon | terminology | terms | dictionary | definitions | vocabulary | cheatsheet
    exercises | trivia | exam | puzzles | вопросы | вопрос | собеседование | собеседования | глоссарий | термины
    preguntas | entrevista | perguntas | glosario | fragen | glossar | q"""
)
_ANNOUNCING_PARTS = phrases(
    "q&a | q & a | flash card | cheat sheet | 面试 | 问答 | 题 | 术语 | 词汇 | 면접 | 질문 | 용어 | 質問 | 用語"
)
_README = phrases(
    """start | quick start | quickstart | installation | install | installing | usage | getting started | features
    feature | requirements | prerequisites | configuration | examples | example | documentation | docs | api
    api reference | options | build | building | development | testing | tests | deployment | roadmap | overview
    introduction | about | background | motivation | summary | conclusion | description | setup | faq | screenshots
    screenshot | demo | status | community | security | support | troubleshooting | notes | note | tools | books
    articles | videos | links | misc | miscellaneous | other | others | general | basic | basics | advanced
    translations | instructions"""
)
_README_OPENING = phrases(
    "about | how to use | getting started | installation | table of contents | frequently asked"
)


def asks(words: str) -> bool:
    """Tell whether words sound like a question or a task."""
    folded = words.casefold()
    return (
        any(mark in folded for mark in _QUESTION_MARKS)
        or not _ASKING_WORDS.isdisjoint(_WORD.findall(folded))
        or any(part in folded for part in _ASKING_PARTS)
    )


def announces_questions(title: str) -> bool:
    """Tell whether a title says that questions or terms follow."""
    folded = title.casefold()
    return not _ANNOUNCING_WORDS.isdisjoint(_WORD.findall(folded)) or any(
        part in folded for part in _ANNOUNCING_PARTS
    )


def is_ordinary(heading: str) -> bool:
    """Tell whether a heading is one that every README has."""
    words = bare(heading)
    return (
        words in _README
        or any(words.startswith(opening) for opening in _README_OPENING)
        or is_trailing_section(heading)
        or is_contents_heading(heading)
    )
