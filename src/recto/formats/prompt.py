"""What a format finds: a place in the document where a question may begin."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from recto.document import Block, Inline
from recto.inline import drop, plain, strip, unwrap
from recto.labels import question_label


@dataclass(frozen=True, slots=True)
class Prompt:
    """A possible question: where it begins, its words, and what speaks for it."""

    format: str
    """The format that proposes it, by its name in FORMATS."""
    shape: str
    """What it has in common with the other questions of its document: prompts of one format and shape are a reading."""
    at: int
    """The pre-order index of the block that opens it."""
    body: int
    """The pre-order index from which its answer may begin."""
    line: int
    column: int
    words: tuple[Inline, ...]
    """The question's own words, without number and marker."""
    rank: int
    """How high it stands: a heading's level, 7 for what stands in the text, 8 for what stands in a container."""
    rest: tuple[Inline, ...] = ()
    """The beginning of the answer on the prompt's own line."""
    end: int | None = None
    """The last pre-order index that can belong to it, if its container says so."""
    number: str = ""
    marked: bool = False
    """It has an explicit marker: a number or a word such as `Q:`."""
    explicit: bool = False
    """The marker leaves no doubt that this is a question (`Q:`, `Question 3`, `#card`)."""
    ident: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """What tells this prompt from every other of its document: its block and its line."""
        return self.at, self.line

    @property
    def text(self) -> str:
        """The question's words as plain text."""
        return plain(self.words)


_NUMBER = re.compile(
    r"""
    \s*(?:
        [#(\[【]? (?P<a>\d{1,5}(?:\.\d+)*[a-z]?) \s* [.)\]】、．:：]+ (?!\d)
      | (?P<b>\d{1,5}(?:\.\d+)+) (?=\s)
      | (?P<c>\d{1,5}) \s+ [-–—] (?=\s)
      | \# (?P<d>\d{1,5}) (?=\s)
      | 第 \s* (?P<e>[\d一二三四五六七八九十百]+) \s* [题題问問道个]+ \s* [:：、.]?
      | (?P<f>[①-⑳])
    )\s*""",
    re.VERBOSE,
)
_SPAN_ID = re.compile(r"\]\{#([\w:.-]+)[^}]*\}$")
_KEPT_TAGS = re.compile(r"</?(?:code|kbd|sub|sup|samp|var|mark|del|ins|u|s|img)\b", re.IGNORECASE)
_ID_COMMENT = re.compile(r"<!--\s*id:\s*([\w:.-]+)\s*-->")
_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u203c\u2049\ufe0f\u200d\u20e3"
_LEADING_SIGNS = re.compile(rf"^(?:[{_EMOJI}\s▶►•·↗]|:[a-z0-9_+-]+:)+")
_TRAILING_SIGNS = re.compile(rf"(?:[{_EMOJI}\s]|:[a-z0-9_+-]+:|(?<=[\s?!.])\*+)+$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A question line without what is not its words."""

    words: tuple[Inline, ...]
    number: str
    marked: bool
    explicit: bool
    ident: str


def clean(inline: tuple[Inline, ...]) -> Cleaned:
    """Strip number, marker, links around it, source links behind it, difficulty signs and anchors from a prompt."""
    ident = next((found[1] for s in inline if s.kind == "html" and (found := _ID_COMMENT.search(s.text))), "")
    inline = tuple(s for s in inline if s.kind != "html" or _KEPT_TAGS.match(s.text))
    inline, span_id = _without_span(_without_signs(_without_source(unwrap(inline))))
    ident = ident or span_id
    number, marked, explicit = "", False, False
    for _ in range(3):  # `**3.** Q: words` has two markers, each in a span of its own
        lead = _lead(inline)
        if label := question_label(lead):
            end, number, marked, explicit = label.end, label.number or number, True, True
        elif not marked and (found := _NUMBER.match(lead)):
            end, number, marked = found.end(), next(g for g in found.groups() if g), True
        else:
            break
        if end == len(plain(inline)) and not any(s.kind in {"code", "math", "image"} for s in inline):
            return Cleaned((), number, marked, explicit, ident)
        inline = _without_signs(unwrap(drop(inline, end)))
    return Cleaned(inline, number, marked, explicit, ident)


def heading_prompt(block: Block, shape: str) -> Prompt:
    """Make a prompt of a heading or another block whose whole content is the question."""
    found = clean(block.inline)
    return Prompt(
        format="heading",
        shape=shape,
        at=block.at,
        body=block.last + 1,
        line=block.line,
        column=block.column,
        words=found.words,
        rank=block.level,
        number=found.number,
        marked=found.marked,
        explicit=found.explicit,
        ident=block.ident or found.ident,
    )


def _lead(inline: tuple[Inline, ...]) -> str:
    """Return the text before the first code, image or break."""
    lead = []
    for step in inline:
        if step.kind == "text":
            lead.append(step.text)
        elif not step.nesting:
            break
    return "".join(lead)


def _without_signs(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    inline = strip(inline)
    if inline and inline[0].kind == "text" and (found := _LEADING_SIGNS.match(inline[0].text)):
        inline = strip((replace(inline[0], text=inline[0].text[found.end() :]), *inline[1:]))
    if inline and inline[-1].kind == "text" and (found := _TRAILING_SIGNS.search(inline[-1].text)):
        inline = strip((*inline[:-1], replace(inline[-1], text=inline[-1].text[: found.start()])))
    return unwrap(inline)


def _without_span(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], str]:
    """Unwrap Pandoc's `[words]{#id}` if it holds the whole of it."""
    if not inline or not inline[0].text.startswith("[") or not (found := _SPAN_ID.search(inline[-1].text)):
        return inline, ""
    last = replace(inline[-1], text=inline[-1].text[: found.start()])
    return drop((*inline[:-1], last), 1), found[1]


def _without_source(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Remove a trailing `[[src](url)]`."""
    if (
        len(inline) < 4
        or inline[-1].kind != "text"
        or inline[-1].text.strip() != "]"
        or inline[-2].kind != "link"
    ):
        return inline
    opening = next(
        (n for n in range(len(inline) - 1, -1, -1) if inline[n].kind == "link" and inline[n].nesting == 1), 0
    )
    before = inline[opening - 1] if opening else None
    if before is None or before.kind != "text" or not before.text.endswith("["):
        return inline
    return strip((*inline[: opening - 1], replace(before, text=before.text[:-1])))
