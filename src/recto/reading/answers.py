"""Where an answer says that it is one: labels in paragraphs, headings, summaries and list items."""

from __future__ import annotations

from dataclasses import replace

from recto.document import BLANK, Block, Inline, plain
from recto.markdown.inline import closing, drop, split_lines, strip
from recto.patterns import pattern
from recto.reading.choices import are_choices
from recto.reading.labels import answer_label, is_answer_heading, is_answer_summary, may_label_answer
from recto.reading.vocabulary import bare
from recto.values import frozen

_CALLOUT = pattern(r"\[!\w+\][+-]?\s*(.+)")


@frozen
class Opening:
    """A block that opens an answer."""

    block: Block
    left: tuple[Block, ...]
    """What is left of it once its label is gone."""


def opened(block: Block) -> tuple[Block, ...] | None:
    """Return what is left of a block that opens the answer once its label is gone; None if it opens none."""
    match block.kind:
        case "quote" if (callout := callout_answer(block)) is not None:
            return callout
        case "details" if is_answer_summary(block.words):
            return block.children
        case "heading" | "paragraph" if may_label_answer(block.words, in_span=_begins_in_span(block)):
            inline = without_label(block.inline, block.words)
            if inline is not None:
                place = block.line, block.end_line, block.column, block.at, block.last
                return (Block("paragraph", *place, inline=inline),) if inline else ()
        case "list" | "item" | "quote" if block.children and (
            block.kind != "list" or len(block.children) == 1
        ):
            first, *others = block.children
            left = opened(first)
            if left is not None:
                return (*left, *others)
    return None


def _begins_in_span(block: Block) -> bool:
    """Tell whether a block may begin with a span: the step that opens one has no text."""
    return bool(block.inline) and not block.inline[0].text.strip(BLANK)


def callout_answer(block: Block) -> tuple[Block, ...] | None:
    """Return what a quote holds below its title, if that is `[!success]- Answer` or the like; else None."""
    head = block.children[0] if block.children else block
    title = split_lines(head.inline)[0] if head.kind == "paragraph" else ()
    found = _CALLOUT.match(plain(title)) if title else None
    if found is None or not is_answer_heading(found[1]):
        return None
    rest = strip(head.inline[len(title) + 1 :])
    return (*((replace(head, inline=rest),) if rest else ()), *block.children[1:])


def without_label(inline: tuple[Inline, ...], text: str) -> tuple[Inline, ...] | None:
    """Remove a leading `**Answer:**`; None if there is none.  `text` holds the plain words of the content."""
    if is_answer_heading(text):
        return None if _leads_away(inline) else ()
    inline = strip(inline)
    end = closing(inline, 0) if inline[0].nesting == 1 else -1
    span = plain(inline[: end + 1])
    if span and is_answer_heading(span):
        return _without_colon(strip(inline[end + 1 :]))
    found = answer_label(text)
    if found is None or are_choices([plain(line) for line in split_lines(inline)]):
        return None
    if inline[0].kind != "link" and span and bare(span) == found.word:
        return _without_colon(strip(inline[end + 1 :]))
    leaves_no_doubt = found.number or len(found.word) > 2 or found.colon[:1] in {":", "："}
    return strip(drop(inline, found.end)) if leaves_no_doubt else None


def _leads_away(inline: tuple[Inline, ...]) -> bool:
    """Tell whether the answer is a link to it, `[Answer](https://...)`: then its word is no label."""
    return any(step.kind == "link" and step.target and not step.target.startswith("#") for step in inline)


def _without_colon(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if inline and inline[0].kind == "text" and (text := inline[0].text.lstrip(" :：-–—")) != inline[0].text:
        return strip((Inline("text", 0, text), *inline[1:]))
    return inline
