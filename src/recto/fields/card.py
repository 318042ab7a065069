"""A card while it is written: what its fields have in common, and what they turn out to refer to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from recto.diagnostics import Diagnostic
from recto.document import Block
from recto.note import Media


@dataclass(slots=True, eq=False, repr=False)
class Card:
    """Gathers the files, footnotes and code that the fields of one card refer to while they are written."""

    line: int
    """Where the block that is being written begins, 1-based, as is the column."""
    column: int
    load: Callable[[str], Media | Diagnostic]
    """Turns a reference into its file, or into the reason why there is none."""
    notes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    """The document's footnotes by label."""
    files: dict[str, Media | None] = field(default_factory=dict)
    """The files by the references to them; None where there is none."""
    faults: list[Diagnostic] = field(default_factory=list)
    """The references without a file, each at its first place."""
    numbers: dict[str, int] = field(default_factory=dict)
    """The numbers of the footnotes by label, in the order in which the card refers to them."""
    cited: list[str] = field(default_factory=list)
    """The labels of the footnotes that the field refers to and does not show yet."""
    code: list[Block] = field(default_factory=list)
    """The code blocks, in the order in which they were written."""

    def file(self, reference: str) -> Media | None:
        """Return the file that a reference leads to, loaded once; a reference without one is a fault."""
        if reference not in self.files:
            loaded = self.load(reference)
            if isinstance(loaded, Diagnostic):
                self.faults.append(replace(loaded, line=self.line, column=self.column))
            self.files[reference] = loaded if isinstance(loaded, Media) else None
        return self.files[reference]

    def cite(self, label: str) -> int:
        """Return a footnote's number on this card, and remember to show it; 0 if there is no such footnote."""
        if label not in self.notes:
            return 0
        self.cited.append(label)
        return self.numbers.setdefault(label, len(self.numbers) + 1)
