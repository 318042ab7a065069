"""Bold text as questions: a whole paragraph in bold, or a bold run at a paragraph's beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Inline, plain
from recto.formats.prompt import Prompt, clean, propose, unseparated, without_lead
from recto.markdown.inline import closing, split_lines, strip
from recto.reading.labels import is_answer_heading, is_hint, opens_line, opens_report
from recto.reading.outline import Outline

_LETTER = re.compile(r"[^\W_]")
_COLON_BEHIND = re.compile(r"(?<!\s)\s*[:：]\s*$")
_COLON_BEFORE = re.compile(r"\s*(?:[:：]|[-–—]\s)\s*")


def bold(outline: Outline) -> Iterator[Prompt]:
    """Propose paragraphs in bold (emoji may trail), numbered bold run-ins, and a bold first line above its answer."""
    for block in _paragraphs(outline.document.blocks):
        inline = without_lead(block.inline)
        if not inline or inline[0].kind != "strong":
            continue
        end = closing(inline, 0)
        run, rest = inline[: end + 1], strip(inline[end + 1 :])
        text = plain(run)
        is_label = is_answer_heading(text.rstrip(":")) or opens_line(text) or opens_report(text)
        if not text or is_label or is_hint(text):
            continue
        yield from _prompts(block, run, rest, first_line=split_lines(inline)[0])


def _prompts(
    block: Block, run: tuple[Inline, ...], rest: tuple[Inline, ...], first_line: tuple[Inline, ...]
) -> Iterator[Prompt]:
    cleaned = clean(run)
    goes_on = _has_words(first_line[len(run) :])
    asking = plain(run).rstrip().endswith(("?", "？"))
    if not _has_words(rest) and not any(s.kind in {"code", "image", "math"} for s in rest):
        whole = replace(cleaned, words=clean((*run, *rest)).words) if rest else cleaned
        yield propose("bold", "bold", block, whole)
    elif cleaned.marked and not (goes_on and asking):
        whole = clean(strip(block.inline)) if not cleaned.words or goes_on else cleaned
        yield propose("bold", "bold number", block, whole, rest=() if goes_on else rest)
    elif not goes_on:
        yield propose("bold", "bold line", block, cleaned, rest=rest)
    elif asking:
        yield propose("bold", "bold run", block, cleaned, rest=unseparated(rest))
    elif divided := _term(run, rest):
        words, answer = divided
        yield propose("bold", "bold term", block, clean(words), rest=answer)


def _term(
    run: tuple[Inline, ...], rest: tuple[Inline, ...]
) -> tuple[tuple[Inline, ...], tuple[Inline, ...]] | None:
    """Divide `**Term**: meaning`, or `**Term:** meaning`; None if no colon or dash stands between them."""
    words = _COLON_BEHIND.sub("", plain(run))
    first = rest[0].text if rest and rest[0].kind == "text" else ""
    found = _COLON_BEFORE.match(first)
    if found is None and words == plain(run):
        return None
    answer = strip((replace(rest[0], text=first[found.end() :]), *rest[1:])) if found else rest
    return (Inline("text", 0, words),), answer


def _has_words(inline: tuple[Inline, ...]) -> bool:
    return _LETTER.search(plain(inline)) is not None


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "paragraph":
            yield block
        elif block.kind == "details":
            yield from _paragraphs(block.children)
