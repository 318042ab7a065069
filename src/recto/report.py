"""What a run has to say to a person: diagnostics, changes and the last line; and its exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from recto.diagnostics import FAULTY, FINE, Diagnostic, printable, shortened
from recto.memory.lock import Entry
from recto.note import Deck, Note
from recto.pipeline import Build

_NID_PER_SEARCH = 200
"""Anki's search line takes more, but nobody wants to paste it."""


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> int:
    """Return 1 if there are errors, or with `strict` warnings; else 0."""
    return FAULTY if any(strict or d.severity == "error" for d in diagnostics) else FINE


def refusal(diagnostics: Sequence[Diagnostic], *, strict: bool = False) -> str:
    """Return the last line of a build that its diagnostics stop; empty if they do not."""
    if not exit_code(diagnostics, strict=strict):
        return ""
    by_strict = "" if exit_code(diagnostics) else ", and --strict"
    return f"not built: {_counted(diagnostics)}{by_strict}"


def checked(build: Build, findings: Sequence[Diagnostic]) -> str:
    """Return the last line of a check: what was looked at, and how many findings there are."""
    documents = _number(len(build.cards.documents), "document")
    cards = _number(len(build.identified.notes), "card")
    return f"{documents}, {cards}: {_counted(findings) or 'nothing found wrong'}"


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the diagnostics for a person, each with its hint."""
    return "\n".join(str(d) for d in diagnostics)


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the diagnostics as workflow commands, which GitHub shows beside the lines of a change."""
    return "\n".join(
        f"::{d.severity} file={_property(d.path)},line={d.line},col={d.column},title={_property(d.code)}::"
        f"{_message(d.message)}. {_message(d.hint)}"
        for d in diagnostics
    )


def summary(build: Build, where: str) -> str:
    """Return the last line of a build: what was written, and how many notes of each kind."""
    notes = build.identified.notes
    counts = Counter(note.change for note in notes)
    parts = [
        f"{counts[kind]} {kind}"
        for kind in ("new", "reworded", "updated", "moved", "unchanged")
        if counts[kind]
    ]
    line = f"{where}: {_number(len(notes), 'note')} ({', '.join(parts)})"
    retired = len(build.identified.retired)
    return f"{line}, {retired} retired" if retired else line


def previewed(build: Build, where: str) -> str:
    """Return the last line of a preview: what was written, and how many cards it shows."""
    return f"{where}: {_number(len(build.identified.notes), 'card')}"


def changes(build: Build) -> str:
    """Return what a person wants to check after a build: reworded questions, and what was retired."""
    lines = [_reworded(note) for note in build.identified.notes if note.change == "reworded"]
    return "\n".join([*lines, *_retired(build.identified.retired, build.decks)])


def profile(seconds: Mapping[str, float], peak: float | None) -> str:
    """Return where a run's processor time went, in seconds by stage, and its peak of memory in MiB, if known."""
    total = sum(seconds.values())
    lines = [f"{stage:<9}{spent:8.3f} s {spent / total:5.0%}" for stage, spent in seconds.items()]
    memory = "" if peak is None else f", {peak:.0f} MiB at most"
    return "\n".join([*lines, f"{'together':<9}{total:8.3f} s of processor time{memory}"])


def plan(build: Build) -> str:
    """Return what a build would do, note by note: the text of `--dry-run`."""
    lines = []
    for note in build.identified.notes:
        where = _place(note)
        match note.change:
            case "unchanged":
                continue
            case "reworded":
                lines.append(_reworded(note))
            case "updated":
                what = ", ".join(note.changed) or "time"
                lines.append(f"{where}: updated ({what}): {shortened(note.rendered.words)}")
            case change:
                lines.append(f"{where}: {change}: {shortened(note.rendered.words)}")
    return "\n".join([*lines, *_retired(build.identified.retired, build.decks)])


def table(build: Build) -> str:
    """Return the triples as a table: line, question, and the size of answer and code."""
    lines = []
    for read in build.cards.documents:
        lines.append(f"{printable(read.document.source.path)}: {_number(len(read.rendered), 'card')}")
        for card in read.rendered:
            sizes = _number(len(card.answer.text.split()), "word")
            if card.blocks:
                sizes += f", {_number(len(card.blocks), 'code block')}"
            lines.append(f"{card.question.line:6}  {_short(card.front.text, 72)}  ({sizes})")
    return "\n".join(lines)


def readings(build: Build) -> str:
    """Say for each document how it was read."""
    lines: list[str] = []
    for read in build.cards.documents:
        how = read.extraction.explanation or ("no question found",)
        lines.extend(f"{printable(read.document.source.path)}: read as: {line}" for line in how)
    return "\n".join(lines)


def _reworded(note: Note) -> str:
    was, now = (shortened(printable(words)) for words in (note.previous_words, note.rendered.words))
    return f"{_place(note)}: reworded\n  was: {was}\n  now: {now}"


def _place(note: Note) -> str:
    return f"{printable(note.rendered.question.path)}:{note.rendered.question.line}"


def _retired(entries: Sequence[Entry], decks: Sequence[Deck]) -> list[str]:
    if not entries:
        return []
    lines = [f"retired: {shortened(printable(entry.words))}" for entry in entries]
    lines.append("no longer in the documents; to see these cards in Anki, search for:")
    for start in range(0, len(entries), _NID_PER_SEARCH):
        ids = ",".join(str(entry.note_id) for entry in entries[start : start + _NID_PER_SEARCH])
        scope = f'deck:"{decks[0].name}" ' if len(decks) == 1 else ""
        lines.append(f"  {scope}(nid:{ids})")
    return lines


def _short(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def _counted(diagnostics: Iterable[Diagnostic]) -> str:
    counts = Counter(d.severity for d in diagnostics)
    return ", ".join(_number(counts[kind], kind) for kind in ("error", "warning") if counts[kind])


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
