"""Table rows as questions: a column that asks and one that answers, told by their headings."""

from __future__ import annotations

from collections.abc import Iterator

from recto.document import Block, Inline
from recto.formats.prompt import Prompt, clean, propose
from recto.reading.outline import Outline
from recto.reading.vocabulary import bare, phrases

_ASKS = phrases(
    """question | questions | the question | q | term | terms | word | words | concept | concepts | prompt | prompts
    front | acronym | acronyms | abbreviation | abbreviations | phrase | phrases | jargon
    вопрос | термин | pregunta | término | pergunta | termo | frage | begriff | 问题 | 問題 | 题目 | 术语 | 概念 | 名词
    질문 | 용어 | 質問 | 用語"""
)
_ANSWERS = phrases(
    """answer | answers | the answer | short answer | a | meaning | meanings | definition | definitions | explanation
    explanations | description | descriptions | back | solution | solutions | expansion | stands for | full form
    ответ | определение | значение | respuesta | definición | significado | resposta | definição | antwort | bedeutung
    答案 | 回答 | 解释 | 定义 | 含义 | 说明 | 답 | 답변 | 정의 | 설명 | 뜻 | 答え | 意味 | 説明"""
)


def tables(outline: Outline) -> Iterator[Prompt]:
    """Propose the rows of each table whose heading row names a question or term, and its answer or meaning."""
    for block in outline.blocks:
        if block.kind == "table" and block.children and (columns := _columns(block.children[0])):
            for row in block.children[1:]:
                yield from _row(row, *columns)


def _columns(header: Block) -> tuple[int, int] | None:
    names = [bare(cell.words) for cell in header.children]
    asks = next((n for n, name in enumerate(names) if name in _ASKS), None)
    answers = next((n for n, name in enumerate(names) if name in _ANSWERS and n != asks), None)
    return None if asks is None or answers is None else (asks, answers)


def _row(row: Block, asks: int, answers: int) -> Iterator[Prompt]:
    if len(row.children) <= max(asks, answers):
        return
    cleaned = clean(row.children[asks].inline)
    rest: tuple[Inline, ...] = row.children[answers].inline
    if cleaned.words:
        body, end = row.last + 1, row.last
        yield propose("table", "row", row, cleaned, rank=8, body=body, rest=rest, end=end, marked=True)
