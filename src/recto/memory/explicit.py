"""Explicit ids: which question may go by the id that its author gave it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from recto.diagnostics import REPEATED_ID, Diagnostic, diagnostic
from recto.note import Question

_NUMBER = re.compile(r"[\W\d_]*")


def explicit_ids(
    questions: Sequence[Question], homes: Mapping[str, str]
) -> tuple[list[str], list[Diagnostic]]:
    """Return the id that each question goes by, empty for none, and a warning for each that is used again.

    An id that is only a number, or the question's own number, shifts with every insertion: it counts for
    none.  Of an id used twice the first place keeps it; if `homes` knows the document (by its name in the
    lock) that has had it, the first place there.
    """
    users: dict[str, list[int]] = defaultdict(list)
    for n, question in enumerate(questions):
        if not _NUMBER.fullmatch(question.ident) and question.ident.casefold() != question.number.casefold():
            users[question.ident].append(n)
    idents = [""] * len(questions)
    repeated = []
    for ident, numbers in users.items():
        first = min(numbers, key=lambda n: (questions[n].name != homes.get(ident), n))
        idents[first] = ident
        place = f"{questions[first].path}:{questions[first].line}"
        repeated += [
            diagnostic(REPEATED_ID, again.path, again.line, again.column, ident=ident, first=place)
            for again in (questions[n] for n in numbers if n != first)
        ]
    return idents, repeated
