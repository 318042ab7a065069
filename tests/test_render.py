"""Rendering: questions become fields that are whole, safe and the same every time."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from dotted import Case, cases
from hostile import ATTACKS
from hypothesis import example, given
from hypothesis import strategies as st
from rendering import FILES, question, rendered

from recto.document import Block, Inline
from recto.fields.media import loader
from recto.fields.nesting import DEEPEST
from recto.fields.sanitize import sanitize
from recto.note import Rendered
from recto.render import render


def read(field: str) -> str:
    """Return what can be read of a field of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", field))


@pytest.mark.parametrize("case", cases("render"), ids=str)
def test_how_markdown_is_written(case: Case) -> None:
    """Markdown becomes exactly this HTML, answer first, then code."""
    card, _ = rendered(case.given)
    assert "\n".join(filter(None, (card.answer.html, card.code.html))) == case.expected


def test_prompt_alone_is_the_whole_front() -> None:
    """A question without more on its front is written as if by hand, without a block around it."""
    card, _ = rendered("A.", prompt="What is `x[0]` *here*?")
    assert card.front.html == "What is <code>x&#91;0]</code> <em>here</em>?"


def test_what_belongs_to_the_prompt_stands_apart() -> None:
    """Options and code of the front follow the prompt in a part of their own."""
    card, _ = rendered("A.", prompt="Which?", front="- a\n- b\n")
    given = '<div class="given">\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</div>'
    assert card.front.html == f"Which?\n{given}"
    assert card.front.text == "Which?\na\nb"


def test_source_names_its_parts() -> None:
    """The source line joins its parts, and links the first one to where the document comes from."""
    load = loader("docs", FILES.get)
    asked = replace(question("A."), source=("Title & more", "Author [x]"))
    linked = replace(asked, link="https://example.org/?a&b")
    nameless = replace(linked, source=())
    unsafe = replace(asked, link="javascript:alert(1)")
    start = '<a href="https://example.org/?a&amp;b">'
    assert [render(q, load)[0].source for q in (asked, linked, nameless, unsafe)] == [
        "Title &amp; more · Author &#91;x]",
        f"{start}Title &amp; more</a> · Author &#91;x]",
        f"{start}https://example.org/?a&amp;b</a>",
        "Title &amp; more · Author &#91;x]",
    ]


def test_extra_is_a_field_of_its_own() -> None:
    """What the author appends to the answer is rendered like the rest."""
    asked = replace(question("A."), extra=question("See `b`.").answer)
    card, _ = render(asked, loader("docs", FILES.get))
    assert card.extra.html == "<p>See <code>b</code>.</p>"


def test_footnotes_are_numbered_through_the_card() -> None:
    """Each field shows the footnotes it refers to, under the numbers of the whole card."""
    card, _ = rendered("One[^b].\n\n```\ncode\n```\n\nTwo[^c], one[^b].\n\n[^b]: Bee.\n[^c]: Sea.\n")
    assert card.answer.html == (
        '<p>One<sup>1</sup>.</p>\n<ol class="footnotes">\n<li value="1"><p>Bee.</p>\n</li>\n</ol>'
    )
    assert re.findall(r'<li value="(\d)"><p>(\w+)', card.code.html) == [("1", "Bee"), ("2", "Sea")]
    assert card.code.text == "code\nTwo, one.\nBee.\nSea."


def test_plain_text_is_what_a_person_reads() -> None:
    """The text of a field has neither Markdown nor tags: lines for blocks, tabs between cells."""
    card, _ = rendered(
        "A **b** `c` $d^2$ List<T> &amp; <kbd>e</kbd>\\\nf ![g](cat.png)\n\n"
        "- [x] h\n- i\n\n"
        "| j | k |\n|---|---|\n|   | l |\n"
    )
    assert card.answer.text == "A b c d^2 List<T> & e\nf g\n☑ h\ni\nj\tk\n\tl"


def test_words_and_body() -> None:
    """Words are the prompt normalised; the body is everything else, front first."""
    card, _ = rendered("Answer\n\n```py\nx = 1\n```\n", prompt="What’s  **Ｆｏｏ** `BAR`?", front="Options")
    assert card.words == "what’s foo bar?"
    assert card.body == "Options\nAnswer\nx = 1"


def test_code_blocks_are_listed_as_they_are() -> None:
    """Every code block of the back is listed with its language, its text byte for byte, and its line."""
    card, _ = rendered("A.\n\n```JS {1}\n\n\tf( )\n\n```\n\n- in a list\n\n  ```odd\n  x\n  ```\n")
    assert [(b.language, b.text, b.line) for b in card.blocks] == [
        ("javascript", "\n\tf( )\n\n", 3),
        ("odd", "x\n", 11),
    ]


def test_what_cannot_be_shown_is_said_once_each() -> None:
    """A missing file is one warning however often it is meant; an unknown language is one a block."""
    _, faults = rendered("![a](no.png) ![b](no.png)\n\n<img src='gone.gif'>\n\n```odd\n```\n\n```odd\n```\n")
    assert [(f.line, f.code, f.message) for f in faults] == [
        (1, "R301", "no.png is missing; the card shows its alternative text"),
        (3, "R301", "gone.gif is missing; the card shows its alternative text"),
        (5, "R401", "unknown language odd; the code is shown without colours"),
        (8, "R401", "unknown language odd; the code is shown without colours"),
    ]
    assert faults[0].hint == "put the file at docs/no.png, or correct the reference"


def test_media_come_along_once() -> None:
    """A file that is referred to twice, in whatever way, is in the package once."""
    card, _ = rendered("![](cat.png) ![](./cat.png) <img src='cat.png?x'> ![](../docs/cat.png)\n")
    assert [(file.name, file.content) for file in card.media] == [("cat-51e4674156077982.png", b"a cat")]


DIFFERENT = {
    "words": "Answers with `code` ![](cat.png)\n\n```js\nf()\n```\n",
    "structure": "**Answer** with `code` ![](cat.png)\n\n```js\nf()\n```\n",
    "code": "Answer with `code` ![](cat.png)\n\n```js\nf( )\n```\n",
    "language": "Answer with `code` ![](cat.png)\n\n```ts\nf()\n```\n",
    "media": "Answer with `code` ![](<sub dir/été 图.png>)\n\n```js\nf()\n```\n",
}
BASE = "Answer with `code` ![](cat.png)\n\n```js\nf()\n```\n"


@pytest.mark.parametrize("text", DIFFERENT.values(), ids=DIFFERENT)
def test_digest_moves_with_what_the_note_says(text: str) -> None:
    """Other words, structure, code, language or media give another digest."""
    assert rendered(text)[0].digest != rendered(BASE)[0].digest


def test_digest_moves_with_prompt_tags_and_source() -> None:
    """So do another prompt, another tag and another source line."""
    load = loader("docs", FILES.get)
    asked = question(BASE)
    others = [replace(asked, tags=("t",)), replace(asked, source=("s",)), question(BASE, prompt="R?")]
    assert len({render(q, load)[0].digest for q in (asked, *others)}) == 4


def test_digest_moves_with_the_content_of_a_picture() -> None:
    """A picture that was drawn anew under its old name gives another digest."""
    redrawn = {**FILES, "docs/cat.png": b"a new cat"}
    card, _ = render(question(BASE), loader("docs", redrawn.get))
    assert card.digest != rendered(BASE)[0].digest


def test_digest_stays_when_lines_move_and_colours_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines above the question, and what Pygments makes of the code, do not touch a note."""
    before, _ = rendered(BASE)
    moved, _ = rendered("\n\n" + BASE)
    monkeypatch.setattr("recto.render.highlight", lambda code, _: f"<span>{code}</span>")
    recoloured, _ = rendered(BASE)
    assert before.digest == moved.digest == recoloured.digest
    assert before.code.html != recoloured.code.html


def test_nesting_ends_where_it_is_too_deep() -> None:
    """Of ten thousand quotes in each other so many are written as a browser can show; the words stay."""
    block = Block("paragraph", 1, 1, inline=(Inline("text", text="deep"),))
    for _ in range(10_000):
        block = Block("quote", 1, 1, children=(block,))
    card, _ = render(replace(question(""), answer=(block,)), loader("docs", FILES.get))
    assert card.answer.html.count("<blockquote>") == card.answer.html.count("</blockquote>") == DEEPEST
    assert card.answer.text == "deep"


ACTIVE = re.compile(
    r"""
    <(?!/?(?:a|abbr|b|blockquote|br|code|dd|details|div|dl|dt|em|h[1-6]|hr|i|img|kbd|li|ol|p|pre|s|samp|span|strong
       |sub|summary|sup|table|tbody|td|th|thead|tr|ul)\b)
  | <[^>]*\s(?:on\w+|style|id|srcset|action)\s*=
  | <[^>]*(?:href|src)="(?!https?://|mailto:|[a-z0-9-]+\.\w+")
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Any tag or attribute that could do something."""


def all_html(card: Rendered) -> tuple[str, ...]:
    """Return the fields of a card."""
    return card.front.html, card.answer.html, card.code.html, card.extra.html, card.source


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_is_left(attack: str) -> None:
    """Whatever HTML or Markdown tries, no field holds anything that acts, and all is finished HTML."""
    for card, _ in (rendered(attack + "\n"), rendered("A.", prompt=attack), rendered("A.", front=attack)):
        for field in all_html(card):
            assert ACTIVE.search(field) is None
            assert sanitize(field) == field.replace("&#91;", "[")
            assert "\x02" not in field


TAGS = re.findall(
    r"\S+",
    "<div> </div> <p> </p> <table> <tr> <td> </table> <ul> <li> <b> </b> <i> </i>"
    " <pre> </pre> <code> </code> "
    "</a> <h2> <details><summary> </details> <br> <hr>",
)
MARKS = (
    "\n\n", "\n", "    ", "- ", "> ", "1. ", "# ", "| a | b |\n|---|---|\n| c | d |\n", "```py\n", "```\n",
    "`", "**", "_", "~~", "[x](", ")", "![", "](cat.png)", "[^1]", "\n\n[^1]: note\n", "$", "\\(", "\\)",
    "[sound:x.mp3]",
)  # fmt: skip
WORDS = ("a", "word ", "&nbsp;", "\u00a0", "&lt;", "<", ">", '"', "'", "\u0338", "e\u0301", "\u202e", "🎉")
LINK = "<a href='https://example.org'>"
SNIPPETS = st.sampled_from((*ATTACKS, *TAGS, *MARKS, *WORDS, LINK))


@given(st.lists(SNIPPETS, max_size=12).map("".join))
@example("<b>\u0338</b>&#824;<i>&#769;&#824;</i>")
def test_a_finished_field_is_a_fixpoint(text: str) -> None:
    """Sanitising a field again, and bringing it to NFC again, changes nothing."""
    card, _ = rendered(text, front=text)
    for field in all_html(card):
        settled = field.replace(">&#824;", ">\u0338").replace("&#91;", "[")
        assert sanitize(settled) == settled


INLINE = (
    "{}", "*{}*", "**{}**", "~~{}~~", "`{}`", "[{}](https://example.org)", "[{}](other.md)",
    "<kbd>{}</kbd>", "<font>{}</font>", "![{}](cat.png)", "![{}](no.png)", "List<{}>", "<{}>",
    "${}+1$", "{}\\\n", "{}<!-- -->",
)  # fmt: skip
BLOCKS = (
    "{}\n", "# {}\n", "> {}\n", "- {}\n", "7. {}\n", "- [x] {}\n", "- {}\n\n  more\n", "> - > {}\n",
    "| {} |\n|--|\n| more |\n", "```js\n{}\n```\n", "Term\n: {}\n", "<div>\n{}\n</div>\n", "$$\n{}\n$$\n",
    "<details>\n<summary>More</summary>\n\n{}\n\n</details>\n",
)  # fmt: skip
SHAPES = st.tuples(st.sampled_from(BLOCKS), st.lists(st.sampled_from(INLINE), min_size=1, max_size=3))


def letters(text: str) -> str:
    """Return the marked words of a text, in order."""
    return " ".join(re.findall(r"zq[a-z]{2}qz", text))


@given(st.lists(SHAPES, max_size=6))
def test_no_word_is_lost_and_none_is_moved(shapes: list[tuple[str, list[str]]]) -> None:
    """Every word of the document is on the card, in the document's order, in HTML and in plain text."""
    words = (f"zq{chr(97 + n // 26)}{chr(97 + n % 26)}qz" for n in range(100))
    text = "\n\n".join(
        block.format(" ".join(inline.format(next(words)) for inline in inlines)) for block, inlines in shapes
    )
    card, _ = rendered(text)
    markup = re.sub(r'<img[^>]* alt="([^"]*)"[^>]*>', r"\1", card.answer.html + card.code.html)
    assert letters(read(markup)) == letters(text)
    assert letters(card.answer.text + " " + card.code.text) == letters(text)
