"""List items as questions: with the answer behind the question, on the next line, or in a list below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recto.document import Block, Inline, plain
from recto.formats.prompt import Prompt, clean, propose, unseparated
from recto.markdown.inline import closing, split_lines, strip
from recto.patterns import pattern
from recto.reading.labels import has_card_tag
from recto.reading.outline import Outline
from recto.reading.wording import asks, orders_words

_QUESTION_END = re.compile(r"[?？؟](?=\s|$)")
_SENTENCE_END = pattern(r"(?<=[.!?？؟])\s+")
_TERM_END = re.compile(r"[:：–—-](?:(?<=[:：])|(?<=\s.))\s+")
"""A colon, or a dash with blanks around it."""
_LETTER = re.compile(r"[^\W_]")
_PROPERTY = re.compile(r"[\w-]+:: ")


def bullets(outline: Outline) -> Iterator[Prompt]:
    """Propose the items of every list at the top level, and the items at any depth that are tagged as cards."""
    for block in outline.document.blocks:
        if block.kind == "list":
            found = [p for item in block.children for p in _prompts(item, block)]
            inline = next((p.shape for p in found if p.shape.endswith("inline")), "")
            for prompt in found:
                yield replace(prompt, shape=inline) if inline and _is_bare(prompt) else prompt
    for item in outline.blocks:
        if item.kind == "item" and _begins_with_words(item) and _is_tagged(item):
            yield _tagged(item)


def _begins_with_words(item: Block) -> bool:
    return bool(item.children) and item.children[0].kind == "paragraph"


def _is_tagged(item: Block) -> bool:
    return has_card_tag(item.children[0].words)


def _tagged(item: Block) -> Prompt:
    first, *others = split_lines(strip(item.children[0].inline))
    rest = [line for line in others if not _PROPERTY.match(plain(line))]
    inline = tuple(
        step for n, line in enumerate(rest) for step in ((Inline("softbreak"), *line) if n else line)
    )
    body = item.children[0].at + 1
    return propose(
        "bullet", "bullet tagged", item, clean(first), rank=8, body=body, rest=inline, end=item.last
    )


def _is_bare(prompt: Prompt) -> bool:
    """Tell whether an item is a question and no more: beside items with an answer, it is one without."""
    empty = not prompt.rest and prompt.end is not None and prompt.end < prompt.body
    return empty and prompt.shape.endswith("plain") and asks(prompt.text)


def _prompts(item: Block, block: Block) -> Iterator[Prompt]:
    """Propose an item of a list; what stands behind the list may belong to the last one."""
    if not _begins_with_words(item) or _is_tagged(item):
        return
    head = item.children[0]
    ordered = block.start is not None
    kind = "number" if ordered else "bullet"
    words, rest, shape = _divide(strip(head.inline))
    prompt = propose(
        "bullet",
        f"{kind} {shape}",
        item,
        clean(words),
        rank=8,
        body=head.at + 1,
        rest=rest,
        end=None if item is block.children[-1] else item.last,
        number="" if item.start is None else str(item.start),
        marked=ordered,
    )
    if _LETTER.search(prompt.text):
        yield prompt


def _divide(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...], str]:
    """Divide an item's first paragraph into question and answer."""
    if inline and inline[0].kind == "strong" and (end := closing(inline, 0)) < len(inline):
        rest = unseparated(strip(inline[end + 1 :]))
        return _without_colon(inline[: end + 1]), rest, "bold"
    lines = split_lines(inline)
    if len(lines) > 1 and (shape := _ends(plain(lines[0]))):
        return lines[0], strip(inline[len(lines[0]) + 1 :]), shape
    for n, step in enumerate(inline):
        found = _QUESTION_END.search(step.text) if step.kind == "text" else None
        if found is not None:
            words = (*inline[:n], Inline("text", 0, step.text[: found.end()]))
            rest = strip((Inline("text", 0, step.text[found.end() :]), *inline[n + 1 :]))
            if _goes_on(plain(rest)):
                return inline, (), "plain"
            return words, unseparated(rest), "inline" if plain(rest) else "plain"
    n = 1 if inline and inline[0].kind == "code" else 0
    if len(inline) > n and inline[n].kind == "text" and (found := _TERM_END.search(inline[n].text)):
        term, meaning = found.string[: found.start()].rstrip(), found.string[found.end() :]
        words = strip((*inline[:n], Inline("text", 0, term)))
        return words, strip((Inline("text", 0, meaning), *inline[n + 1 :])), "term"
    return inline, (), "plain"


def _ends(line: str) -> str:
    """Return the shape of an item whose first line is a question, or an order with its full stop; else nothing."""
    if _QUESTION_END.search(line[-1:]):
        return "line"
    return "plain" if line[-1:] in {".", "。"} and orders_words(line) else ""


def _goes_on(rest: str) -> bool:
    """Tell whether what follows a question asks further, as in `What is a bight? Where is it used?`."""
    asked = _SENTENCE_END.split(rest, maxsplit=1)[0]
    return bool(_QUESTION_END.search(rest[-1:]) or _QUESTION_END.search(asked[-1:]) or orders_words(asked))


def _without_colon(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Remove the colon behind the words of a bold run."""
    if len(run) < 2 or run[-2].text[-1:] not in {" ", ":", "："}:
        return run
    return (*run[:-2], replace(run[-2], text=run[-2].text.rstrip(" :：")), run[-1])
