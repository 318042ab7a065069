"""How values are made: frozen for whoever reads and checks the code, and cheap to construct when it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_Class]) -> type[_Class]:
    """Make a dataclass of a class whose fields the type checker lets nobody assign to (PEP 681).

    A build makes twenty values a question.  One that is frozen when the program runs, too, takes four times as long
    to construct: every field is set around a guard.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
