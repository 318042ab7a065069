"""No word is lost: what a person reads in a document is on its cards, in the document's order."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering import rendered

from recto.document import Source
from recto.fields.media import loader
from recto.markdown.walk import walk
from recto.note import Rendered
from recto.pipeline import cards

CORPORA = os.environ.get("RECTO_CORPORA", "")
DOCUMENTS = sorted(Path(CORPORA).rglob("*.md")) if CORPORA else []

LEAVES = {"paragraph", "heading", "code", "html", "math", "cell", "term"}
"""The blocks that have words of their own, and so the lines that are theirs."""

FENCE = re.compile(r"^(?:[\s>]|[-*+] |\d+[.)] )*(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")
LABEL = re.compile(
    r"^\W*(?:(?:q|a|question|answer|solution)\b)?\W*(?:\d+\w?\b)?", re.IGNORECASE | re.MULTILINE
)
"""What stands at the beginning of a line and may be left out: a label, a number."""
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
TAGS = (
    "a|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p"
    "|picture|pre|s|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|video"
)
UNSEEN = re.compile(
    rf"""
    <!--.*?(?:-->|\Z)                                                # a comment
  | </?(?:{TAGS})(?:\s[^<>]*)?/?>                                    # a tag of HTML
  | (?<=\])\((?:<[^>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)  # where a link leads
  | (?<=\])\[[^\]\n]*\]                                              # the name of the place where it leads
  | (?<=\])\{{\#[^}}\n]*\}}                                          # an id
  | \[\^[^\]]*\]                                                     # a footnote's mark
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
DEFINITION = re.compile(r"^[\s>]*\[[^\]\n]+\]:\s.*$", re.MULTILINE)


@pytest.mark.skipif(not CORPORA, reason="RECTO_CORPORA names no folder of documents")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(CORPORA).as_posix())
def test_no_word_of_a_real_document_is_lost(path: Path) -> None:
    """The words of a card's own lines are in its fields, one after the other; labels and numbers may be left out."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    found = cards([Source(path.name, path.name, text)], loader(".", lambda _: None))
    lost = {card.question.line: word for card in found.rendered if (word := first_lost(card, lines))}
    assert not lost


def first_lost(card: Rendered, lines: list[str]) -> str:
    """Return the first word of a card's lines that its fields do not have in that order; empty if there is none."""
    question = card.question
    own = {question.line}
    for block, entering, _ in walk((*question.front, *question.answer, *question.code, *question.extra)):
        if entering and block.kind in LEAVES:
            own.update(range(block.line, block.end_line + 1))
    fields = "\n".join((card.front.html, card.answer.html, card.code.html, card.extra.html))
    shown = re.sub("<[^>]*>", "", re.sub('<img[^>]* alt="([^"]*)"[^>]*>', r"\1", fields))
    there = words(html.unescape(shown))
    wanted = words(readable(lines[n - 1] for n in sorted(own)))
    if "".join(wanted) == "".join(
        there
    ):  # where words touch, as in ```code` and more, only letters can be compared
        return ""
    rest = iter(there)
    return next((word for word in wanted if word not in rest), "")


def readable(lines: Iterable[str]) -> str:
    """Return what can be read of lines of Markdown: code as it is, prose without what only a machine reads."""
    read: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in lines:
        marks = found["marks"] if (found := FENCE.match(line)) else ""
        if fence and not (marks.startswith(fence) and found and not found["info"].strip()):
            read.append(line)
        elif marks:
            read.append(_seen("\n".join(prose)))
            prose, fence = [], "" if fence else marks
        else:
            prose.append(line)
    return "\n".join((*read, _seen("\n".join(prose))))


def _seen(prose: str) -> str:
    """Return what is seen of prose; code within it is left as it is."""
    pieces = enumerate(CODE.split(DEFINITION.sub("", prose)))
    kinds = (lambda prose: html.unescape(UNSEEN.sub("", prose)), lambda _ticks: "", lambda code: code)
    return LABEL.sub("", "".join(kinds[n % 3](piece) for n, piece in pieces))


def words(text: str) -> list[str]:
    """Return the words of a text, without marks of emphasis; of a script that has no spaces, the letters."""
    plain = re.sub(r"[`*_~\\]", "", text).casefold()
    return re.findall(
        "[0-9a-z\N{LATIN SMALL LETTER SHARP S}-\N{LATIN SMALL LETTER EZH WITH CARON}а-ӿ]+|[^\\W_]", plain
    )


WORD = st.from_regex("w[a-z]{3,9}", fullmatch=True)
PROSE = st.lists(
    st.one_of(
        WORD, WORD.map("List<{}>".format), WORD.map("<{0}x></{0}x>".format), WORD.map("Map<K, {}>".format)
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
"""Prose with what looks like tags, and is words."""


def indented(text: str, by: str) -> str:
    """Return text that stands in a list's item or a quote: all lines but the first begin with something."""
    return text.replace("\n", f"\n{by}").replace(f"{by}\n", f"{by.rstrip()}\n")


NESTED = st.recursive(
    PROSE,
    lambda inner: st.one_of(
        inner.map(lambda text: f"> {indented(text, '> ')}"),
        inner.map(lambda text: f"- {indented(text, '  ')}"),
        inner.map(lambda text: f"7. {indented(text, '   ')}"),
        inner.map(lambda text: f"- [x] {indented(text, '  ')}"),
        st.tuples(WORD, inner).map(lambda pair: f"{pair[0]}\n: {indented(pair[1], '  ')}"),
        st.tuples(WORD, inner).map(
            lambda pair: f"<details>\n<summary>{pair[0]}</summary>\n\n{pair[1]}\n\n</details>"
        ),
        st.tuples(inner, inner).map("\n\n".join),
    ),
    max_leaves=12,
)
"""Blocks in blocks: quotes, lists, definitions and folds, deeper than anyone writes."""


def shown(card: Rendered) -> str:
    """Return what can be read on the back of a card."""
    return html.unescape(re.sub("<[^>]*>", "", f"{card.answer.html}\n{card.code.html}"))


def marked(text: str) -> list[str]:
    """Return the words of a text that are none of the markup's."""
    return [word for word in words(text) if word.startswith("w")]


@given(NESTED)
def test_nesting_loses_no_word(text: str) -> None:
    """However blocks nest, and whatever looks like a tag: the words are there, in order."""
    card, _ = rendered(text)
    assert marked(shown(card)) == marked(f"{card.answer.text}\n{card.code.text}") == marked(text)


CODE_LINES = st.lists(st.text(st.sampled_from("ab <>&[$\\*_'\"\t"), max_size=6), max_size=6)


@given(CODE_LINES, st.sampled_from(["", "python", "console", "diff", "html", "nosuch"]))
def test_code_keeps_every_character(lines: list[str], language: str) -> None:
    """Blank lines at both ends, tabs, trailing blanks and markup: a block of code reads as it was written."""
    code = "".join(f"{line}\n" for line in lines)
    card, _ = rendered(f"```{language}\n{code}```\n")
    (block,) = card.blocks
    (markup,) = re.findall("<code[^>]*>(.*)</code></pre>", card.code.html, re.DOTALL)
    assert block.text == code
    assert html.unescape(re.sub("</?span[^>]*>", "", markup)) == code


@given(
    st.lists(
        st.tuples(WORD, PROSE, st.integers(1, 3)), min_size=1, max_size=4, unique_by=lambda note: note[0]
    )
)
def test_footnotes_stand_below_in_their_order(notes: list[tuple[str, str, int]]) -> None:
    """Each footnote's words are at the end of the field, once, in the order in which they are first referred to."""
    text = " ".join(f"word[^{name}]" for name, _, times in notes for _ in range(times))
    definitions = "\n".join(f"[^{name}]: {note}" for name, note, _ in reversed(notes))
    card, _ = rendered(f"{text}.\n\n{definitions}\n")
    _, list_of_notes = card.answer.html.split('<ol class="footnotes">')
    assert words(html.unescape(re.sub("<[^>]*>", "", list_of_notes))) == [
        w for _, note, _ in notes for w in words(note)
    ]
    numbers = [str(n) for n, (_, _, times) in enumerate(notes, 1) for _ in range(times)]
    assert re.findall(r"<sup>(\d+)</sup>", card.answer.html) == numbers


ALIGNED = {"---": "", ":--": "left", ":-:": "center", "--:": "right"}


@given(st.lists(st.sampled_from(list(ALIGNED)), min_size=1, max_size=5), st.data())
def test_tables_keep_words_and_alignment(marks: list[str], data: st.DataObject) -> None:
    """Every cell is there, in order, and is aligned as its column is."""
    rows = data.draw(
        st.lists(st.lists(WORD, min_size=len(marks), max_size=len(marks)), min_size=1, max_size=4)
    )
    lines = [f"| {' | '.join(cells)} |" for cells in (rows[0], marks, *rows[1:])]
    card, _ = rendered("\n".join(lines) + "\n")
    cells = re.findall(r'<t[hd](?: class="(\w+)")?>(\w+)</t[hd]>', card.answer.html)
    assert cells == [(ALIGNED[mark], word) for row in rows for mark, word in zip(marks, row, strict=True)]
