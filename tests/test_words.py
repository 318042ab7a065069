"""No word is lost: what a person reads in a document is on its cards, in the document's order."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

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

pytestmark = pytest.mark.skipif(not CORPORA, reason="RECTO_CORPORA names no folder of documents")


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
