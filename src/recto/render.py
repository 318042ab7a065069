"""Question -> Rendered: the fields of a note as safe HTML, and as the plain text that a person reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from recto.diagnostics import UNKNOWN_LANGUAGE, Diagnostic, diagnostic
from recto.document import Block
from recto.fields import escape, html, media, plain, survey
from recto.fields.highlight import highlight, language
from recto.fields.sanitize import sanitize
from recto.note import Field, Media, MediaLoader, Question, Rendered

_SLOT = re.compile("(?:<code>)?\x02([0-9]+)\x02")
"""Where a verbatim piece goes: a control character that comes from nowhere else."""
_COMMAND = re.compile(r"sound:|anki:|/?latex\]|/?\$")
r"""TeX that, right behind the bracket of `\[`, would be a command to Anki."""


def render(question: Question, load: MediaLoader) -> tuple[Rendered, tuple[Diagnostic, ...]]:
    """Write the fields of a question; what cannot be shown as it was meant comes back as diagnostics.

    A footnote stands at the end of each field that refers to it, under one numbering for the whole card.  The
    digest is taken before code is highlighted: another version of Pygments gives the same one.
    """
    files, faults = _media(question, load)
    card = html.Card(files, survey.footnote_numbers(question))
    prompt, *others = survey.parts(question)
    front = _write(question, prompt, _front(question, card), card)
    answer, code, extra = (_write(question, part, html.blocks(part, card), card) for part in others)
    source = _source(question)
    below = (plain.blocks(question.front), answer.field.text, code.field.text, extra.field.text)
    about = _digest(source, *question.tags)
    rendered = Rendered(
        question=question,
        front=front.field,
        answer=answer.field,
        code=code.field,
        extra=extra.field,
        source=source,
        blocks=survey.code_blocks((*question.answer, *question.code)),
        media=tuple({file.name: file for file in files.values()}.values()),
        words=plain.normal(plain.inline(question.prompt)),
        body="\n".join(filter(None, below)),
        digest=".".join((front.digest, answer.digest, code.digest, extra.digest, about)),
    )
    return rendered, (*faults, *_unknown_languages(question))


@dataclass(frozen=True, slots=True)
class _Written:
    field: Field
    digest: str
    """Taken before code is highlighted."""


def _media(question: Question, load: MediaLoader) -> tuple[dict[str, Media], list[Diagnostic]]:
    """Load each file that the question refers to once; a reference without a file is one diagnostic."""
    found: dict[str, Media] = {}
    faults: dict[str, Diagnostic] = {}
    for reference in survey.references(question):
        if reference.target in found or reference.target in faults:
            continue
        loaded = load(question.path, reference.target)
        if isinstance(loaded, Media):
            found[reference.target] = loaded
        else:
            faults[reference.target] = replace(loaded, line=reference.line, column=reference.column)
    return found, list(faults.values())


def _unknown_languages(question: Question) -> Iterator[Diagnostic]:
    for block in survey.code(survey.content(question)):
        name, known = language(block.info)
        if not known:
            yield diagnostic(UNKNOWN_LANGUAGE, question.path, block.line, block.column, language=name)


def _front(question: Question, card: html.Card) -> Iterator[html.Piece]:
    yield from html.inline(question.prompt, card)
    if question.front:
        yield from ('\n<div class="given">\n', *html.blocks(question.front, card), "</div>")


def _source(question: Question) -> str:
    parts = [escape.text(part) for part in question.source]
    if url := media.url(question.link):
        parts[:1] = [f"<a href={escape.attribute(url)}>{parts[0] if parts else escape.text(url)}</a>"]
    return escape.composed(escape.inert(sanitize(" · ".join(parts))))


def _write(
    question: Question, blocks: tuple[Block, ...], pieces: Iterable[html.Piece], card: html.Card
) -> _Written:
    """Finish a field from its pieces; the footnotes that its blocks refer to stand at its end."""
    labels = sorted(survey.footnotes(question, blocks), key=card.footnotes.__getitem__)
    verbatim: list[html.Verbatim] = []
    markup: list[str] = []
    for piece in (*pieces, *html.footnotes(labels, question.footnotes, card)):
        if isinstance(piece, str):
            markup.append(piece)
        else:
            markup.append(f"\x02{len(verbatim)}\x02")
            verbatim.append(piece)
    clean = sanitize("".join(markup)).strip()
    filled = _SLOT.sub(lambda slot: _filling(verbatim[int(slot[1])]), escape.inert(clean))
    notes = (plain.blocks(question.footnotes[label]) for label in labels)
    text = "\n".join(filter(None, (plain.blocks(blocks), *notes)))
    essence = (part for piece in verbatim for part in (piece.kind, piece.info, piece.text))
    return _Written(Field(escape.composed(filled), text), _digest(clean, *essence))


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
