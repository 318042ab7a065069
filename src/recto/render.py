"""Question -> Rendered: the fields of a note as safe HTML, and as the plain text that a person reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain, count

from recto.diagnostics import LONG_CODE, UNKNOWN_LANGUAGE, Diagnostic, diagnostic
from recto.document import Block
from recto.fields import escape, html, media, plain
from recto.fields.card import Card
from recto.fields.highlight import highlight, is_too_long, language
from recto.fields.sanitize import sanitize
from recto.note import CodeBlock, Field, MediaLoader, Question, Rendered

_SLOT = re.compile("(?:<code>\x02|\x02)([0-9]+)\x02")
"""Where a verbatim piece goes: a control character that comes from nowhere else."""
_COMMAND = re.compile(r"sound:|anki:|/?latex\]|/?\$")
r"""TeX that, right behind the bracket of `\[`, would be a command to Anki."""


def render(question: Question, load: MediaLoader) -> tuple[Rendered, tuple[Diagnostic, ...]]:
    """Write the fields of a question; what cannot be shown as it was meant comes back as diagnostics.

    A footnote stands at the end of each field that refers to it, under one numbering for the whole card.  The
    digest is taken before code is highlighted: another version of Pygments gives the same one.
    """
    card = Card(question.line, question.column, partial(load, question.path), question.footnotes)
    prompt, given = plain.inline(question.prompt), plain.blocks(question.front)
    front, *digests = _write(_front(question, card), (prompt, given), card)
    on_front = len(card.code)
    answer, answer_digest = _write_blocks(question.answer, card)
    code, code_digest = _write_blocks(question.code, card)
    on_back = card.code[on_front:]
    extra, extra_digest = _write_blocks(question.extra, card)
    source = _source(question.source, question.link)
    digests += (answer_digest, code_digest, extra_digest, _digest(source, *question.tags))
    rendered = Rendered(
        question=question,
        front=front,
        answer=answer,
        code=code,
        extra=extra,
        source=source,
        blocks=tuple(CodeBlock(language(block.info)[0], block.text, block.line) for block in on_back),
        media=tuple({file.name: file for file in card.files.values() if file}.values()),
        words=plain.normal(prompt),
        body="\n".join(filter(None, (given, answer.text, code.text, extra.text))),
        digest=".".join(digests),
    )
    return rendered, (*card.faults, *_uncoloured(question.path, card.code))


def _uncoloured(path: str, code: Iterable[Block]) -> Iterator[Diagnostic]:
    for block in code:
        name, known = language(block.info)
        if not known:
            yield diagnostic(UNKNOWN_LANGUAGE, path, block.line, block.column, language=name)
        elif name and is_too_long(block.text):
            yield diagnostic(LONG_CODE, path, block.line, block.column)


def _front(question: Question, card: Card) -> list[html.Piece]:
    pieces = html.inline(question.prompt, card)
    if question.front:
        pieces += ('\n<div class="given">\n', *html.blocks(question.front, card), "</div>")
    return pieces


@lru_cache(maxsize=64)
def _source(names: tuple[str, ...], link: str) -> str:
    """Write the small print; the questions of a section have it in common."""
    parts = [escape.text(name) for name in names]
    if url := media.url(link):
        parts[:1] = [f"<a href={escape.attribute(url)}>{parts[0] if parts else escape.text(url)}</a>"]
    return escape.composed(escape.inert(sanitize(" · ".join(parts))))


def _write_blocks(blocks: tuple[Block, ...], card: Card) -> tuple[Field, str]:
    return _write(html.blocks(blocks, card), (plain.blocks(blocks),), card) if blocks else (Field(), "")


def _write(pieces: list[html.Piece], words: Iterable[str], card: Card) -> tuple[Field, str]:
    """Finish a field from its pieces and their words; the footnotes that they refer to stand at its end.

    Returns its digest, too, which is taken before code is highlighted.
    """
    if card.cited:
        notes = html.footnotes(card)
        pieces += ('<ol class="footnotes">\n', *chain.from_iterable(notes.values()), "</ol>\n")
        words = (*words, *(plain.blocks(card.notes[label]) for label in notes))
    verbatim = [piece for piece in pieces if isinstance(piece, html.Verbatim)]
    slots = (f"\x02{number}\x02" for number in count())
    clean = sanitize(
        "".join([next(slots) if isinstance(piece, html.Verbatim) else piece for piece in pieces])
    ).strip()
    filled = escape.inert(clean)
    if verbatim:
        filled = _SLOT.sub(lambda slot: _filling(verbatim[int(slot[1])]), filled)
    essence = (part for piece in verbatim for part in (piece.kind, piece.info, piece.text))
    return Field(escape.composed(filled), "\n".join(filter(None, words))), _digest(clean, *essence)


def _filling(piece: html.Verbatim) -> str:
    if piece.kind == "code":
        name, _ = language(piece.info)
        css_class = f' class="language-{name}"' if name else ""
        return f"<code{css_class}>{highlight(piece.text, name)}"
    if piece.kind == "sound":
        return f"[sound:{piece.text}]"
    tex = escape.literal(piece.text.strip())
    if escape.writes_html(piece.text):
        return f"<code>{tex}</code>"
    if piece.kind == "math":
        return rf"\({tex}\)"
    return rf"\[ {tex}\]" if _COMMAND.match(piece.text.strip()) else rf"\[{tex}\]"


def _digest(*parts: str) -> str:
    """Return a digest; that of nothing is nothing."""
    return "" if not any(parts) else hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
