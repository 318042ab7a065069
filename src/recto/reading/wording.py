"""What words sound like: a question, a document's name for itself, a section that every README has."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from recto.reading.noise import CONTENTS, TRAILING
from recto.reading.vocabulary import bare, phrases

Announcement = Literal["", "questions", "terms"]
"""What a title or a heading says that follows."""
_WORD = re.compile(r"\w+")
_ASKING_WORDS = phrases(
    """what | what's | how | why | when | where | which | who | whose | explain | describe | differentiate
    difference | differences | vs | versus
    qué | cuál | cuáles | cómo | cuándo | dónde | quién | explique | explica | describa | diferencia | diferencias
    quais | quando | onde | quem | diferença | diferenças | quel | quelle | quels | quelles | comment | pourquoi
    différence | différences | wie | warum | wann | welche | welcher | welches | wozu | wofür | unterschied
    perché | quali | differenza | что | как | почему | зачем | какие | какой | какая | какое | каких | чем | когда | где
    кто | сколько | расскажите | объясните | опишите | назовите | перечислите | разница | отличие | отличия
    nedir | nasıl | neden | apa | bagaimana | mengapa | jelaskan | dlaczego | jak"""
)
_OPENING_WORDS = phrases(
    """define | compare | discuss | give | tell | write | implement | find | mention | can | could | do | does | did
    is | are | was | were | should | would | will | has | have
    given | create | calculate | prove | solve | select | get | advantages | suppose | consider | determine
    como | qual | o que | was | wo | wer | ne | co | come | cosa | czym | có | можно | можете | есть | дан | дана"""
)
"""Words that ask or order at the beginning, and mean nothing elsewhere."""
_ORDERS_WORDS = phrases(
    "discuss | explain | describe | elaborate | justify | differentiate | explique | объясните | опишите"
)
"""Words that order an answer in words, and never begin one."""
_ORDERS = phrases("list | name | state | show | design | use | contrast | describe | sort | order")
"""Words that order something if a word such as `the` follows, and are nouns if not: `State machines`."""
_DETERMINERS = phrases(
    """the | a | an | any | all | some | each | every | your | its | two | three | four | five | few | different
    various | main | common | at | what | how"""
)
_ASKING_PARTS = phrases(
    """什么 | 如何 | 怎么 | 怎样 | 为什么 | 为何 | 哪些 | 哪个 | 区别 | 吗 | 请 | 谈谈 | 说说 | 介绍
    什麼 | 怎麼 | 為什麼 | 嗎
    何 | とは | ですか | なぜ | どう | 違い | 무엇 | 어떻게 | 왜 | 차이 | 설명 | 인가 | 나요 | 까요 | 이란 | 되나 | 하나
    là gì | thế nào | tại sao | phân biệt | làm sao"""
)
"""The same wherever they stand, in languages with other letters: none of it is ASCII."""
_QUESTIONS_FOLLOW = phrases(
    """question | questions | answer | answers | interview | interviews | faq | faqs | quiz | quizzes
    exercises | trivia | exam | puzzles | viva | mcq | mcqs | q | вопросы | вопрос | вопросов
    собеседование | собеседования | собеседованию | собеседованиям | чаво | квиз | викторина
    preguntas | entrevista | entrevistas | perguntas | entretien | fragen | domande | sorular | soruları | mülakat
    pytania | pertanyaan | wawancara"""
)
_QUESTIONS_FOLLOW_PARTS = phrases(
    """q&a | q & a | self-check | self check | self assessment | test yourself
    check your understanding | knowledge check | câu hỏi | phỏng vấn
    面试 | 面試 | 问答 | 問答 | 题 | 常见问题 | 常見問題 | 면접 | 질문 | 퀴즈 | 質問 | 面接 | 問題集 | クイズ | 練習"""
)
_TERMS_FOLLOW = phrases(
    """flashcard | flashcards | glossary | jargon | terminology | terms | dictionary | vocabulary | cheatsheet
    глоссарий | термины | glosario | glossário | glossaire | glossar | glossario | słownik"""
)
_TERMS_FOLLOW_PARTS = phrases("flash card | cheat sheet | 术语 | 術語 | 词汇 | 용어 | 用語 | thuật ngữ")
_TERMS_FOLLOW_NAMES = phrases("definitions | terms and definitions | definition of terms")
_README = phrases(
    """start | quick start | quickstart | installation | install | installing | usage | getting started | features
    feature | requirements | prerequisites | configuration | examples | example | documentation | docs
    api reference | options | build | building | development | testing | tests | deployment | roadmap | overview
    introduction | about | background | motivation | summary | conclusion | description | setup | faq | screenshots
    screenshot | demo | status | community | security | support | troubleshooting | notes | note | tools | books
    articles | videos | links | misc | miscellaneous | other | others | general | basic | basics | advanced
    translations | instructions | next steps | what's next | legend | disclaimer | structure | project structure
    tech stack | technologies | architecture | how it works | what is this | why
    установка | запуск | использование | структура | описание | статус | статусы | технологии
    安装 | 使用 | 使用方法 | 快速开始 | 特性 | 功能 | 简介 | 介绍 | 설치 | 사용법 | 소개 | 기능
    インストール | 使い方 | はじめに | 機能 | instalación | uso | instalação | características
    utilisation | nutzung"""
)
_README_OPENING = tuple(
    phrases(
        """about | how to use | getting started | installation | table of contents | frequently asked | related
        example | как пользоваться | как использовать | как добав | как установить | как запустить | как устроен"""
    )
)
_ORDINARY = _README | TRAILING | CONTENTS
_STEP = re.compile(
    r"""(?:step|phase|part|section|chapter|unit|module|lesson|week|day|level|шаг|часть|раздел|глава|модуль|урок|тема
    |paso|parte|capítulo|passo|étape|chapitre|schritt|teil|kapitel|步骤|步驟|단계)\s*(?:\d|[ivx]+\b)
    |第\s*[\d一二三四五六七八九十百]+\s*[章节節部篇课課讲講天周週]|제\s*\d+\s*[장부]""",
    re.VERBOSE,
)
"""How a part of something longer begins."""
_ENDPOINT = re.compile(r"(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s+\S*/")
"""How an entry of an interface's reference begins."""


def asks(words: str) -> bool:
    """Tell whether words sound like a question or a task."""
    return asking(words) >= _ELSEWHERE


@lru_cache(maxsize=1 << 16)
def asking(words: str) -> float:
    """Return how much words sound like a question or a task, 0 to 1: a question mark says most."""
    if is_question(words):
        return 1.0
    folded = words.casefold()
    found = _WORD.findall(folded)
    if found[:2] == ["how", "to"]:
        return _HOW_TO
    if not _ASKING_WORDS.isdisjoint(found[:2]) or not _OPENING_WORDS.isdisjoint(found[:1]):
        return _AT_THE_BEGINNING
    if not _ORDERS.isdisjoint(found[:1]) and not _DETERMINERS.isdisjoint(found[1:2]):
        return _AT_THE_BEGINNING
    if not folded.isascii() and _holds(folded, _ASKING_PARTS):
        return _AT_THE_BEGINNING
    return 0.0 if _ASKING_WORDS.isdisjoint(found) else _ELSEWHERE


def orders_words(words: str) -> bool:
    """Tell whether words begin with an order to answer at length: `Explain why`."""
    return not _ORDERS_WORDS.isdisjoint(_WORD.findall(words.casefold())[:1])


def is_question(words: str) -> bool:
    """Tell whether words hold a question mark."""
    return "?" in words or "？" in words or "؟" in words


_AT_THE_BEGINNING = 0.8
"""How much words that begin with `What` or `Explain` sound like a question; scripts without blanks count as one."""
_ELSEWHERE = 0.5
"""The same, if such a word comes later."""
_HOW_TO = 0.4
"""The same for `How to`: so begin guides, too."""


def announcement(title: str) -> Announcement:
    """Return what a title says that follows: questions, terms, or neither."""
    folded = title.casefold()
    words = _WORD.findall(folded)
    if (
        not _TERMS_FOLLOW.isdisjoint(words)
        or bare(title) in _TERMS_FOLLOW_NAMES
        or _holds(folded, _TERMS_FOLLOW_PARTS)
    ):
        return "terms"
    if not _QUESTIONS_FOLLOW.isdisjoint(words) or _holds(folded, _QUESTIONS_FOLLOW_PARTS):
        return "questions"
    return ""


def is_ordinary(heading: str) -> bool:
    """Tell whether a heading is one that every README has."""
    words = bare(heading)
    return (
        words in _ORDINARY
        or words.startswith(_README_OPENING)
        or _STEP.match(words) is not None
        or _ENDPOINT.match(heading) is not None
    )


def _holds(text: str, parts: frozenset[str]) -> bool:
    return any(map(text.__contains__, parts))
