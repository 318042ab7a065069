"""Unicode's normal forms: those of Python, without the time that it takes for them."""

from __future__ import annotations

import unicodedata

import pytest
from confined import within
from hypothesis import given
from hypothesis import strategies as st

from recto.fields.forms import Form, normalized

FORMS: tuple[Form, ...] = ("NFC", "NFD", "NFKC", "NFKD")
SIGNS = "ae\u00e9 .\u0301\u0323\u0344\u3099\u0f73\u0f71\u0f81\uff9e\uff76\u1100\u1161\ufc5e\u2260\u0338"
"""Letters, marks of several classes, and what falls apart into marks."""


@given(st.text(st.sampled_from(SIGNS), max_size=120), st.sampled_from(FORMS))
def test_the_forms_are_those_of_unicode(text: str, form: Form) -> None:
    """However many marks a letter carries, the form is the one that Python finds."""
    assert normalized(form, text) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0344\u0323", "\u0f73\u0f71", "\uff9e\u0301"])
def test_marks_by_the_hundred_thousand(marks: str) -> None:
    """Marks that would take Python a minute to put into order take a small part of that."""
    assert within(20, 1_000, normalized, "NFKC", f"a{marks * 80_000}")
