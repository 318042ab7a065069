"""Formulas set ahead: what browsers can show is MathML, and nothing else ever is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto.fields.mathml import mathml

SET = (
    "x^2",
    r"a < b > c",
    r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\sum_{i=0}^n \binom{n}{i}",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
    r"f(x) = \begin{cases} 1 & x < 0 \\ 2 & \text{otherwise} \end{cases}",
    r"\mathbb{R} \to \mathcal{O}(n \log n)",
    r"\color{red}{x}",
)
LEFT = (
    "",
    "{",
    r"\nosuch{x}",
    r"\left( x",
    r"a \\ b",
    r"\text{<script>alert(1)</script>}",
    r"\text{</mtext></math><img src=x onerror=alert(1)>}",
    r"\href{javascript:alert(1)}{x}",
    r"\style{position:fixed}{x}",
    r"\class{card}{x}",
    r"\def\a{\a}\a",
)


@pytest.mark.parametrize("tex", SET)
def test_formulas_are_set(tex: str) -> None:
    """What people write is MathML, in the line or as a block."""
    assert mathml(tex, "inline").startswith(
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow>'
    )
    assert ' display="block"' in mathml(tex, "block")


@pytest.mark.parametrize("tex", LEFT)
def test_what_cannot_be_set_is_left(tex: str) -> None:
    """What is no TeX, what the library does not know, and what would do more than look is not set at all."""
    assert mathml(tex, "inline") == ""


PIECES = st.sampled_from(
    [
        "\\",
        "{",
        "}",
        "<",
        ">",
        '"',
        "'",
        "&",
        "^",
        "_",
        "x",
        " ",
        r"\text",
        r"\href",
        r"\style",
        r"\color",
        r"\begin{matrix}",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
def test_nothing_but_mathml_comes_out(tex: str) -> None:
    """Whatever goes in, out comes MathML with attributes of its look, or nothing."""
    markup = mathml(tex, "block")
    assert all(re.fullmatch(r"/?m[a-z]+", tag) for tag in re.findall(r"<([^\s/>]+|/[^\s>]+)", markup))
    assert not re.search(r"\b(?:on\w+|style|href|src|class|id)=", re.sub(">[^<]*<", "><", markup))
