"""What only `recto check` looks at, because a build must be quick."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

from recto.diagnostics import BROKEN_PYTHON, Diagnostic, diagnostic
from recto.pipeline import Cards

_PYTHON = {"python", "python3", "py"}


def check(cards: Cards) -> tuple[Diagnostic, ...]:
    """Return a warning for each Python code block on a card that does not parse; the code is not run."""
    return tuple(_broken_python(cards))


def _broken_python(cards: Cards) -> Iterator[Diagnostic]:
    for card in cards.rendered:
        for block in card.blocks:
            if block.language not in _PYTHON:
                continue
            try:
                with warnings.catch_warnings(action="ignore"):
                    ast.parse(block.text)
            except SyntaxError as error:
                line = block.line + (error.lineno or 1)
                yield diagnostic(BROKEN_PYTHON, card.question.path, line, error.offset or 1, why=error.msg)
            except (ValueError, RecursionError, MemoryError) as error:
                yield diagnostic(BROKEN_PYTHON, card.question.path, block.line, 1, why=str(error))
