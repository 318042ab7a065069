"""Documents as nobody would write them: every way to ask, whole and broken, in any mixture; and damage to real ones."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from dotted import cases
from hostile import ATTACKS
from hypothesis import strategies as st
from program import SOURCE

CORPORA = os.environ.get("RECTO_CORPORA", "")

_FRAGMENTS = (
    "```", "````python", "~~~", "$", "$$", "\\(", "\\)", "\\[", "\\]", "`", "``", "*", "**", "***", "_", "__", "~~",
    "[", "]", "](", "](x)", "![", "[^a]", "^[", "[^a]: ", "[x]: /y", "<", ">", "<b>", "</b>", "<div>", "</div>",
    "<details>", "</details>", "<summary>", "</summary>", "<pre>", "</pre>", "<h3>", "</h3>", "<!--", "-->", "<br>",
    "<img src=a.png>", "<script>", "</script>", "<a href='x'>", "</a>", "<table>", "<tr>", "<td>", "<Toggle>", "<dl>",
    "<dt>", "<dd>", "|", "|-|-|", "---", "===", "***", "#", "##", "- ", "* ", "1. ", "10) ", "> ", ": ", "    ", "\t",
    "  ", "\\", "&amp;", "&#91;", "&#x1f;", "&#0;", "&nbsp;", "{#id}", "{: .note}", ":::", "#card", "[ ] ", "[x] ",
    "::", "?", "Q:", "A:", "**Q:**", "**Answer:**", "Question 3.", "Hint:", "TODO", "[sound:x.mp3]", "[latex]", "[$]",
    "[[type:Answer]]", "{{Question}}", "{{c1::x}}", "<%", "https://example.org/a_b", "\u0301", "\u0338", "\u200b",
    "\u00a0", "\u2028", "\ufeff", "\x00", "\x02", "\x1f", "\x7f", "\r", "\x0c", "\u202e", "\U0001f41f", "问：", "答：",
)  # fmt: skip
"""What means something somewhere."""
_DEFECTS = st.lists(st.sampled_from((*_FRAGMENTS, "a", " ", "\n", "\n\n")), min_size=1, max_size=8).map(
    "".join
)
_WORDS = st.lists(
    st.sampled_from(("what", "is", "a", "knot", "List<int>", "`x[0]`", "*bend*", "**rope**", "$x_1$", "é", "绳")),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip
_QUESTION = st.tuples(_WORDS, st.sampled_from(("?", "", ".", ":", "？"))).map("".join)
_NUMBER = st.sampled_from(
    ("", "1. ", "2) ", "Q3: ", "12. ", "**4.** ", "5", "Question 6: ", "第 7 题：", "99999999999. ")
)
_CODE = st.tuples(st.sampled_from(("", "python", "js {1}", "nosuch", "html")), _DEFECTS).map(
    lambda both: f"```{both[0]}\n{both[1]}\n```"
)
_TABLE = st.lists(st.lists(_WORDS, min_size=1, max_size=4), min_size=1, max_size=4).map(
    lambda rows: "\n".join(
        [
            f"| {' | '.join(rows[0])} |",
            "|---" * len(rows[0]) + "|",
            *(f"| {' | '.join(row)} |" for row in rows[1:]),
        ]
    )
)
_ANSWER = st.one_of(
    _WORDS.map("{}.".format),
    _CODE,
    _TABLE,
    _DEFECTS,
    st.sampled_from(ATTACKS),
    st.lists(_WORDS, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(_WORDS, min_size=2, max_size=4).map(lambda items: "\n".join(f"- [ ] {item}" for item in items)),
    _WORDS.map("$$\n{}\n$$".format),
    _WORDS.map("> {}".format),
    _WORDS.map("see[^a].\n\n[^a]: {}".format),
    st.sampled_from(
        ("![a bend](bend.png)", "![](https://example.org/x.png)", "[a](../b.md)", "<img src='bend.png'>")
    ),
)
_CARDS: tuple[st.SearchStrategy[str], ...] = (
    st.tuples(st.integers(1, 6), _NUMBER, _QUESTION, _ANSWER).map(
        lambda t: f"{'#' * t[0]} {t[1]}{t[2]}\n\n{t[3]}"
    ),
    st.tuples(_NUMBER, _QUESTION, _ANSWER).map(lambda t: f"**{t[0]}{t[1]}**\n\n{t[2]}"),
    st.tuples(_QUESTION, _ANSWER).map(lambda t: f"**Q:** {t[0]}\n\n**A:** {t[1]}"),
    st.tuples(_QUESTION, _ANSWER).map(lambda t: f"Q: {t[0]}\nA: {t[1]}"),
    st.tuples(_QUESTION, _ANSWER).map(
        lambda t: f"<details>\n<summary>{t[0]}</summary>\n\n{t[1]}\n\n</details>"
    ),
    st.tuples(_NUMBER, _QUESTION, _WORDS).map(lambda t: f"- {t[0]}{t[1]}\n  - {t[2]}"),
    st.tuples(_QUESTION, _ANSWER).map(lambda t: f"> {t[0]}\n\n{t[1]}"),
    st.tuples(_WORDS, _WORDS).map(lambda t: f"{t[0]}\n: {t[1]}"),
    st.tuples(_QUESTION, _WORDS).map(lambda t: f"{t[0]}::{t[1]}"),
    st.tuples(_QUESTION, _ANSWER).map(lambda t: f"{t[0]}\n?\n{t[1]}\n\n---"),
    st.lists(st.tuples(_QUESTION, _WORDS), min_size=1, max_size=3).map(
        lambda rows: "| Question | Answer |\n|---|---|\n" + "\n".join(f"| {q} | {a} |" for q, a in rows)
    ),
)
_PART = st.one_of(*_CARDS, _ANSWER, _DEFECTS)
_GAP = st.sampled_from(("\n\n", "\n\n", "\n\n", "\n", ""))
_HEAD = st.sampled_from(
    ("", "# Knots\n\n", "---\ntitle: Knots\ntags: [a, b]\n---\n", "---\ndeck: a::b\n---\n", "---\n")
)

DOCUMENTS: st.SearchStrategy[str] = st.tuples(
    _HEAD,
    st.sampled_from(_CARDS).flatmap(
        lambda card: st.lists(st.tuples(st.one_of(card, card, _PART), _GAP), max_size=10)
    ),
).map(lambda t: t[0] + "".join(part + gap for part, gap in t[1]))
"""Documents that look like questions and answers, more or less."""


@cache
def originals() -> tuple[str, ...]:
    """Return what is damaged: the project's document and fixtures and, where there are any, real documents."""
    own = [case.given for folder in ("formats", "render", "check") for case in cases(folder)]
    files = [*SOURCE.glob("*.md"), *(Path(CORPORA).joinpath("files").rglob("*.md") if CORPORA else ())]
    return (*own, *(path.read_text(encoding="utf-8") for path in sorted(files)))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Take a piece of an original, and cut, double, swap, splice and flip what is in it."""
    lines = draw(st.sampled_from(originals())).split("\n")
    start = draw(st.integers(0, max(0, len(lines) - 1)))
    lines = lines[start : start + draw(st.integers(5, 80))]
    for _ in range(draw(st.integers(1, 6))):
        lines = draw(st.sampled_from(_DAMAGES))(draw, lines) or [""]
    return "\n".join(lines)


def _cut(draw: st.DrawFn, lines: list[str]) -> list[str]:
    start, end = sorted((_place(draw, lines), _place(draw, lines)))
    return lines[:start] + lines[end:]


def _double(draw: st.DrawFn, lines: list[str]) -> list[str]:
    start, end = sorted((_place(draw, lines), _place(draw, lines)))
    return lines[:end] + lines[start:]


def _swap(draw: st.DrawFn, lines: list[str]) -> list[str]:
    one, two = _place(draw, lines), _place(draw, lines)
    lines[one], lines[two] = lines[two], lines[one]
    return lines


def _splice(draw: st.DrawFn, lines: list[str]) -> list[str]:
    others = draw(st.sampled_from(originals())).split("\n")
    start, place = _place(draw, others), _place(draw, lines)
    return lines[:place] + others[start : start + draw(st.integers(1, 10))] + lines[place:]


def _flip(draw: st.DrawFn, lines: list[str]) -> list[str]:
    place = _place(draw, lines)
    at = draw(st.integers(0, len(lines[place])))
    kept = at + draw(st.integers(0, 2))
    lines[place] = lines[place][:at] + draw(st.sampled_from(_FRAGMENTS)) + lines[place][kept:]
    return lines


def _place(draw: st.DrawFn, lines: list[str]) -> int:
    return draw(st.integers(0, len(lines) - 1))


_DAMAGES = (_cut, _double, _swap, _splice, _flip, _flip)
