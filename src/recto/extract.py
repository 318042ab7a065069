"""Document -> Questions: which reading of the document wins, and where each answer begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recto.about import author, deck_name, section_tags
from recto.diagnostics import UNANSWERED, Diagnostic, diagnostic
from recto.document import Block, Document, Inline
from recto.evidence import MARKED_MEANS_REQUIRED, Extent, Reading, choose, describe, extents, readings
from recto.formats import FORMATS, Prompt
from recto.inline import closing, drop, plain, strip
from recto.labels import ANSWER_LABEL, is_answer_heading
from recto.noise import is_trailing_section, without_noise
from recto.note import Question
from recto.outline import Outline, cut, outline, walk


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the author has not answered."""

    line: int
    question: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in a document."""

    questions: tuple[Question, ...]
    unanswered: tuple[Unanswered, ...]
    format: str
    """The format of the reading that won; empty if none did."""
    explanation: tuple[str, ...]
    """How the document was read, a line for each reading that gave cards."""
    diagnostics: tuple[Diagnostic, ...]


def extract(document: Document, read_as: str = "") -> Extraction:
    """Find the questions of a document, with their answers and code.

    `read_as` (or the front matter's `format`) names the only format to look for.  A question without an answer is a
    warning and no question; a document without questions is not a fault here.
    """
    flat = outline(document)
    wanted = read_as or document.meta.format
    prompts = [p for name, find in FORMATS.items() if not wanted or name == wanted for p in find(flat)]
    chosen = choose(flat, readings(flat, prompts))
    accepted = _accepted(flat, chosen, prompts)
    questions, unanswered, diagnostics = [], [], []
    path = document.source.path
    deck = deck_name(document)
    written_by = author(document, accepted[0].prompt.at) if accepted else ""
    for extent in accepted:
        question = _question(flat, extent, accepted, deck, written_by)
        if question is not None:
            questions.append(question)
            continue
        prompt = extent.prompt
        unanswered.append(Unanswered(prompt.line, prompt.text))
        diagnostics.append(
            diagnostic(UNANSWERED, path, prompt.line, prompt.column, question=_short(prompt.text))
        )
    name = chosen[0].format if chosen else ""
    return Extraction(
        tuple(questions), tuple(unanswered), name, tuple(describe(r) for r in chosen), tuple(diagnostics)
    )


def _accepted(flat: Outline, chosen: Sequence[Reading], prompts: Sequence[Prompt]) -> tuple[Extent, ...]:
    """Return the prompts that open a question, each with how far it reaches."""
    if not chosen:
        return ()
    kept: dict[int, Prompt] = {}
    for reading in chosen:
        required = reading.marked >= MARKED_MEANS_REQUIRED
        for extent in reading.extents:
            if extent.prompt.marked or not required:
                kept[extent.prompt.at] = extent.prompt
    for prompt in prompts:
        if prompt.explicit and prompt.at not in kept and prompt.format in {"heading", "label"}:
            kept[prompt.at] = prompt
    return extents(flat, tuple(kept.values()))


def _question(
    flat: Outline, extent: Extent, accepted: Sequence[Extent], deck: str, written_by: str
) -> Question | None:
    document, prompt = flat.document, extent.prompt
    rest = _rest(flat, prompt)
    blocks = without_noise((*rest, *cut(document.blocks, prompt.body, extent.last)))
    front, back = _divide(_without_trailing_section(blocks))
    if not _says_something(back):
        return None
    answer, code = _split_at_code(back)
    section = _section(flat, prompt, {e.prompt.at for e in accepted})
    return Question(
        path=document.source.path,
        name=document.source.name,
        line=prompt.line,
        column=prompt.column,
        prompt=prompt.words,
        front=front,
        answer=answer,
        code=code,
        footnotes=document.footnotes,
        number=prompt.number,
        ident=prompt.ident,
        deck=deck,
        section=section,
        tags=section_tags(section, document.meta.tags),
        source=tuple(part for part in (document.title, *section, written_by) if part),
        link=document.meta.source,
    )


def _rest(flat: Outline, prompt: Prompt) -> tuple[Block, ...]:
    """Return the beginning of the answer that stands on the prompt's own line, as a paragraph."""
    if not prompt.rest:
        return ()
    return (
        Block("paragraph", prompt.line, prompt.line, prompt.column, prompt.at, prompt.at, inline=prompt.rest),
    )


def _divide(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Divide a card's blocks at its answer label into what belongs to the question and the answer."""
    for n, block in enumerate(blocks):
        opened = _opened(block)
        if opened is not None:
            later = tuple(b for block in blocks[n + 1 :] for b in _dissolved(block))
            return blocks[:n], without_noise((*opened, *later))
    return (), blocks


def _dissolved(block: Block) -> tuple[Block, ...]:
    if block.kind == "details" and is_answer_heading(plain(block.inline)):
        return block.children
    return (block,)


def _opened(block: Block) -> tuple[Block, ...] | None:
    """Return what is left of a block that opens the answer once its label is gone; None if it opens none."""
    if block.kind == "details" and is_answer_heading(plain(block.inline)):
        return block.children
    if block.kind == "heading" and is_answer_heading(plain(block.inline)):
        return ()
    if block.kind == "paragraph":
        inline = without_answer_label(block.inline)
        if inline is not None:
            return (replace(block, inline=inline),) if inline else ()
    return None


def without_answer_label(inline: tuple[Inline, ...]) -> tuple[Inline, ...] | None:
    """Remove a leading `**Answer:**`; None if there is none."""
    inline = strip(inline)
    text = plain(inline)
    if is_answer_heading(text):
        return ()
    found = ANSWER_LABEL.match(text)
    if found is None:
        return None
    first = inline[0]
    if first.nesting == 1:
        end = closing(inline, 0)
        inside = plain(inline[: end + 1])
        if is_answer_heading(inside) or inside.rstrip(" :：.").casefold() == found["label"].casefold():
            return _without_colon(strip(inline[end + 1 :]))
    if found["label"].casefold() in {"a", "ans"} or ":" in found[0] or "：" in found[0]:
        return strip(drop(inline, found.end()))
    return None


def _without_colon(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if inline and inline[0].kind == "text":
        return strip((replace(inline[0], text=inline[0].text.lstrip(" :：-–—")), *inline[1:]))
    return inline


def _without_trailing_section(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Remove a last part of nothing but references: its heading, and a list of links."""
    for n, block in enumerate(blocks):
        if block.kind == "heading" and is_trailing_section(plain(block.inline)):
            if not any(b.kind in {"code", "table"} for b in walk(blocks[n:])):
                return without_noise(blocks[:n])
    return blocks


def _split_at_code(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Cut between top-level blocks, before the first that is or holds a code block."""
    for n, block in enumerate(blocks):
        if any(b.kind == "code" for b in walk((block,))):
            return blocks[:n], blocks[n:]
    return blocks, ()


def _says_something(blocks: tuple[Block, ...]) -> bool:
    return any(b.kind not in {"heading", "rule"} for b in blocks)


def _section(flat: Outline, prompt: Prompt, questions: set[int]) -> tuple[str, ...]:
    """Return the headings above a prompt that are not questions, outermost first, the document's title left out."""
    path: list[tuple[int, str]] = []
    rank = prompt.rank if prompt.format == "heading" else 7
    for heading in flat.headings:
        if heading.at >= prompt.at:
            break
        while path and path[-1][0] >= heading.level:
            path.pop()
        if heading.at not in questions and heading.level < rank:
            path.append((heading.level, plain(heading.inline)))
    words = [text for level, text in path if text]
    return tuple(words[1:] if words and words[0] == flat.document.title else words)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
