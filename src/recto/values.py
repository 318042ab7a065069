"""How values are made: frozen for whoever reads and checks the code, and cheap to make when it runs."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_Class]) -> type[_Class]:
    """Make a dataclass of a class whose fields the type checker lets nobody assign to (PEP 681).

    A build makes twenty values a question.  One that is frozen when the program runs, too, takes four times as long
    to construct: every field is set around a guard.  Comparing, hashing and showing a value is the same for all of
    them; a dataclass would have each class's own compiled at every start.
    """
    made = dataclass(slots=True, eq=False, repr=False)(cls)
    every = fields(made)  # type: ignore[arg-type]  # a dataclass it is only now
    content = attrgetter(*[each.name for each in every if each.compare])

    def equal(self: object, other: object) -> bool:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(content(self))

    def shown(self: object) -> str:
        return f"{made.__name__}({', '.join(f'{each.name}={getattr(self, each.name)!r}' for each in every)})"

    for name, method in (("__eq__", equal), ("__hash__", hashed), ("__repr__", shown)):
        setattr(made, name, method)
    return made
