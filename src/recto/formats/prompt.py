"""What a format finds: a place in the document where a question may begin."""

from __future__ import annotations

import re
from dataclasses import field, replace

from recto.document import Block, Inline, plain
from recto.fields import tags
from recto.markdown.inline import closing, drop, strip, unwrap
from recto.patterns import pattern
from recto.reading.labels import CARD_TAG, MUST_ASK, has_card_tag, question_label
from recto.reading.wording import is_question
from recto.values import frozen


@frozen
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
    front: tuple[Block, ...] = ()
    """What else belongs to the question and stands before `body`: a list or code in a summary."""
    end: int | None = None
    """The last pre-order index that can belong to it, if its container says so."""
    number: str = ""
    whole: tuple[Inline, ...] = ()
    """The words with the number in front of them, as long as it may be one of them (`2.0 or 3.0?`)."""
    loose: bool = False
    """Nothing but a blank divides the number from the words."""
    marked: bool = False
    """It has an explicit marker: a number or a word such as `Q:`."""
    explicit: bool = False
    """The marker leaves no doubt that this is a question (`Q:`, `Question 3`, `#card`)."""
    ident: str = ""
    text: str = field(init=False, compare=False)
    """The question's words as plain text; made from `words` once, since every reader asks for it."""

    def __post_init__(self) -> None:
        """Read the text out of the words."""
        object.__setattr__(self, "text", plain(self.words))

    @property
    def place(self) -> tuple[int, int]:
        """What tells this prompt from every other of its document: its block and its line."""
        return self.at, self.line


_NUMBER = re.compile(
    r"""
    \s*(?:
        [#(\[【]? (?P<a>\d{1,7}(?:\.\d{1,5})*[a-z]?) \s* [.)\]】、．:：]+ (?!\d)
      | (?P<dotted>\d{1,5}(?:\.\d{1,5})+) (?=\s+\S)
      | (?P<c>\d{1,5}) (?:\s+ [-–—] (?=\s) | [-–—] \s)
      | [#№] \s? (?P<d>\d{1,5}) (?=\s)
      | 第 \s* (?P<e>[\d一二三四五六七八九十百]+) \s* [题題问問道个]+ \s* [:：、.]?
      | (?P<f>[①-⑳])
      | (?P<g>\d) \ufe0f? \u20e3
      | (?P<loose>\d{1,3}) (?=\s+\D|\s+$)
    )\s*""",
    re.VERBOSE,
)
_LOOSE = {"dotted", "loose"}
"""The groups of a number that nothing but a blank divides from the words."""
_SEPARATOR = pattern(r"^\s*(?:[-–—:：]+|->|=>|→|➡\ufe0f?)\s*")
_SHOWN = {"code", "math", "image"}
_SPAN_ID = pattern(r"\]\{#([\w:.-]+)(?![\w:.-])[^{}]*\}$")
_KEPT_TAGS = pattern(r"</?(?:code|kbd|sub|sup|samp|var|mark|del|ins|u|s|img)\b", re.IGNORECASE)
_BARE_TAG = re.compile(r"<([^\s<>/!]+)>")
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_ID_COMMENT = pattern(r"<!--\s*id:\s*([\w:.-]+)\s*-->")
_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u203c\u2049\ufe0f\u200d\u20e3"
_LEADING_SIGNS = re.compile(rf"^(?:[{_EMOJI}\s▶►•·↗]|:[a-z0-9_+-]+:)+")
_SIGNS = rf"[{_EMOJI}\s]|:[a-z0-9_+-]+:"
_TRAILING_SIGNS = pattern(rf"(?:[(\[](?:{_SIGNS})+[)\]]|{_SIGNS}|(?<=[\s?!.])\*+)+$")
_SIGN_END = re.compile(rf"[{_EMOJI}\s:*)\]]")
_BARE = re.compile("[A-Za-z0-9](?:.*[A-Za-z0-9?!.])?", re.DOTALL)
_REACH = 100
"""How far from its end a question's signs are looked for."""


@frozen
class Cleaned:
    """A question line without what is not its words; the fields mean what they mean in a Prompt."""

    words: tuple[Inline, ...] = ()
    number: str = ""
    whole: tuple[Inline, ...] = ()
    loose: bool = False
    marked: bool = False
    explicit: bool = False
    ident: str = ""


def clean(inline: tuple[Inline, ...]) -> Cleaned:
    """Strip number, marker, links around it, source links behind it, difficulty signs and anchors from a prompt."""
    inline, ident = _without_html(inline)
    tagged = [step for step in inline if step.kind == "text" and has_card_tag(step.text)]
    if tagged:
        inline = tuple(replace(s, text=CARD_TAG.sub(" ", s.text)) if s.kind == "text" else s for s in inline)
    words, span_id = (
        (inline, "") if _is_bare(inline) else _without_span(_without_signs(_without_source(unwrap(inline))))
    )
    number, loose = "", False
    whole: tuple[Inline, ...] = ()
    marked = explicit = bool(tagged)
    for _ in range(3):  # `**3.** Q: words` has two markers, each in a span of its own
        lead = _lead(words)
        label = question_label(lead)
        if label and (label.word not in MUST_ASK or is_question(plain(words))):
            end, number = label.end, label.number or number
            whole, explicit = (), True
        elif not number and (found := _NUMBER.match(lead)):
            if found.lastgroup in _LOOSE and explicit:
                break
            end, number = found.end(), found[found.lastgroup or 0]
            whole, loose = () if explicit or found["e"] else words, found.lastgroup in _LOOSE
        else:
            break
        marked = True
        if end == len(plain(words)) and not any(s.kind in _SHOWN for s in words):
            words = ()
            break
        words = drop(words, end)
        if not _is_bare(words):
            words = _without_signs(unwrap(words))
    return Cleaned(words, number, whole, loose, marked, explicit, ident or span_id)


def propose(
    name: str,
    shape: str,
    block: Block,
    cleaned: Cleaned,
    *,
    rank: int = 7,
    body: int | None = None,
    rest: tuple[Inline, ...] = (),
    end: int | None = None,
    number: str = "",
    marked: bool = False,
    explicit: bool = False,
) -> Prompt:
    """Make a prompt of a block that begins with a question line; its answer may begin inside the block.

    What its words do not say may be told beside them: a number, or a mark.
    """
    return Prompt(
        format=name,
        shape=shape,
        at=block.at,
        body=block.at + 1 if body is None else body,
        line=block.line,
        column=block.column,
        words=cleaned.words,
        rank=rank,
        rest=rest,
        end=end,
        number=cleaned.number or number,
        whole=cleaned.whole,
        loose=cleaned.loose,
        marked=cleaned.marked or marked,
        explicit=cleaned.explicit or explicit,
        ident=block.ident or cleaned.ident,
    )


def unseparated(rest: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Remove the colon, dash or arrow between a question and the answer on its line."""
    if rest and rest[0].kind == "text" and (found := _SEPARATOR.match(rest[0].text)):
        return strip((Inline("text", 0, rest[0].text[found.end() :]), *rest[1:]))
    return rest


def _lead(inline: tuple[Inline, ...]) -> str:
    """Return the text before the first code, image or break."""
    lead = []
    for step in inline:
        if step.kind == "text":
            lead.append(step.text)
        elif not step.nesting:
            break
    return "".join(lead)


def without_lead(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Remove the emoji and arrows before the words."""
    inline = strip(inline)
    if inline and inline[0].kind == "text" and (found := _LEADING_SIGNS.match(inline[0].text)):
        return strip((Inline("text", 0, inline[0].text[found.end() :]), *inline[1:]))
    return inline


def _is_bare(inline: tuple[Inline, ...]) -> bool:
    """Tell whether words stand there alone, with nothing at either end that is not theirs."""
    return len(inline) == 1 and inline[0].kind == "text" and _BARE.fullmatch(inline[0].text) is not None


def _without_html(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], str]:
    """Remove raw tags that show nothing; return the id that a comment among them gives, too.

    What is no tag stays as words (`List<String>`): a name alone that nothing closes, and that HTML does not know.
    """
    raw = [step.text for step in inline if step.kind == "html"]
    if not raw:
        return inline, ""
    ident = next((found[1] for text in raw if (found := _ID_COMMENT.search(text))), "")
    pairs = tags.pairs(raw)
    inline = tuple(replace(s, kind="text") if _is_word(s, pairs) else s for s in inline)
    return tuple(s for s in inline if s.kind != "html" or _KEPT_TAGS.match(s.text)), ident


def _is_word(step: Inline, pairs: frozenset[str]) -> bool:
    if step.kind != "html" or not (found := _BARE_TAG.fullmatch(step.text)):
        return False
    known = any(isinstance(piece, tags.Tag) for piece in tags.cut(step.text, pairs))
    return not known and found[1].lower() not in pairs


def _without_signs(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    inline = without_lead(inline)
    if inline and inline[-1].kind == "text" and (found := _signs_behind(inline[-1].text)):
        inline = strip((*inline[:-1], Inline("text", 0, inline[-1].text[: found.start()])))
    return unwrap(inline)


def _signs_behind(text: str) -> re.Match[str] | None:
    if _SIGN_END.match(text[-1:]) is None:
        return None
    return _TRAILING_SIGNS.search(text, max(0, len(text) - _REACH))


def _without_span(inline: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], str]:
    """Unwrap Pandoc's `[words]{#id}` if it holds the whole of it."""
    if not inline or not inline[0].text.startswith("[") or not (found := _SPAN_ID.search(inline[-1].text)):
        return inline, ""
    last = replace(inline[-1], text=inline[-1].text[: found.start()])
    return drop((*inline[:-1], last), 1), found[1]


def _without_source(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Remove a trailing `[[src](url)]` or `[[src]](url)`, as long as something stands before it."""
    opening = 0
    for n, step in enumerate(inline):
        if step.kind == "link" and step.nesting == 1:
            opening = n
    if not opening:
        return inline
    before, behind = inline[:opening], inline[closing(inline, opening) + 1 :]
    if not behind and _IN_BRACKETS.fullmatch(plain(inline[opening:])):
        return _without_source(strip(before))
    last = before[-1]
    if plain(behind) != "]" or last.kind != "text" or not last.text.endswith("["):
        return inline
    return strip((*before[:-1], replace(last, text=last.text[:-1])))
