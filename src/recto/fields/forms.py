"""Unicode's normal forms, in time that grows no faster than the text.

Python moves combining marks into their order one place at a time, which takes a minute for a few hundred kilobytes of
them.  Sorted beforehand, they are where they belong, and the result is the same (Unicode 15, 3.11).
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import Literal

from recto.patterns import pattern

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

_MARKS = pattern(r"(?:[^\w\x00-\x7f]|[\uff9e\uff9f]){33,}")
"""So many marks, or signs, as no letter of any language carries; the two are marks only in the K forms."""


def normalized(form: Form, text: str) -> str:
    """Return a text in a normal form of Unicode."""
    if unicodedata.is_normalized(form, text):
        return text
    apart: Form = "NFKD" if "K" in form else "NFD"
    return unicodedata.normalize(form, _MARKS.sub(lambda run: _in_order(run[0], apart), text))


def _in_order(run: str, form: Form) -> str:
    """Take signs apart and put the marks on each of them into their canonical order."""
    apart = "".join([unicodedata.normalize(form, sign) for sign in run])
    groups = (marks for _, marks in groupby(apart, lambda sign: unicodedata.combining(sign) > 0))
    return "".join([sign for marks in groups for sign in sorted(marks, key=unicodedata.combining)])
