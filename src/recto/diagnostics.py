"""Findings about documents: values that every stage returns and nothing but the edge prints."""

from __future__ import annotations

from pathlib import PurePath
from traceback import extract_tb
from typing import Literal

from recto.patterns import pattern
from recto.values import frozen

FINE, FAULTY, BROKEN, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: all well; the documents have errors; usage, configuration, unreadable input or a fault; Ctrl-C."""

_UNPRINTABLE = pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_DETAIL = 300
"""How many characters of a document one message repeats."""

Severity = Literal["error", "warning"]


@frozen
class Rule:
    """One kind of finding: its stable code, how bad it is, and what to do about it."""

    code: str
    name: str
    severity: Severity
    hint: str


@frozen
class Diagnostic:
    """A finding at a place in a document."""

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str

    def __lt__(self, other: Diagnostic) -> bool:
        """Tell whether this one comes first: by place, then by code."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[str | int, ...]:
        return self.path, self.line, self.column, self.code, self.severity, self.message, self.hint

    def __str__(self) -> str:
        """Return `path:line:column: CODE message`, with the hint on a line of its own."""
        head = f"{printable(self.path)}:{self.line}:{self.column}: {self.code} {self.message}"
        return f"{head}\n  hint: {self.hint}" if self.hint else head


class UserError(Exception):
    """What stops the whole run: an unreadable lock, an undecodable file, wrong configuration.

    Raised anywhere, printed in one place, never with a traceback.
    """

    def __init__(self, message: str, path: str = "", line: int = 0, hint: str = "") -> None:
        """Take what happened, where (line 1-based, 0 if it has none), and what to do next."""
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        """Return `path:line: message`, with the hint on a line of its own."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        told = printable(f"{place}: {self.message}" if place else self.message)
        return f"{told}\n  hint: {printable(self.hint)}" if self.hint else told


def printable(text: str) -> str:
    """Return a text on one line, with what a terminal would obey or cannot show written as an escape of Python."""
    return _UNPRINTABLE.sub(lambda found: repr(found[0])[1:-1], text)


def reason(error: OSError) -> str:
    """Return what the system says of a failure."""
    return (error.strerror or str(error)).lower()


def internal_error(error: Exception) -> str:
    """Say in a sentence that something happened that nobody foresaw, and how to report it."""
    place = extract_tb(error.__traceback__)[-1]
    what = printable(f"{type(error).__name__}: {error}".rstrip(": "))
    return (
        f"internal error: {shortened(what)} ({PurePath(place.filename).name}:{place.lineno})\n"
        "  hint: this is a fault of Recto; please report this line, with the document if it is no secret, and what"
        " RECTO_TRACEBACK=1 adds to it"
    )


def diagnostic(rule: Rule, path: str, line: int, column: int, **detail: str | int) -> Diagnostic:
    """Make a diagnostic of a rule at a place (1-based line and column), its name filled with the details."""
    shown = {name: shortened(printable(str(value))) for name, value in detail.items()}
    return Diagnostic(
        path, line, column, rule.code, rule.severity, rule.name.format(**shown), rule.hint.format(**shown)
    )


def shortened(text: str) -> str:
    """Return so much of a text as fits into a message."""
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1] + "…"


NOTHING_FOUND = Rule(
    "R001",
    "no question found in {what}",
    "error",
    "looked for {looked}; see docs/formats.md, or name the format with --read-as",
)
NO_QUESTION_HERE = Rule(
    "R002",
    "no question found in this document",
    "warning",
    "looked for {looked}; see docs/formats.md, or name the format with --read-as",
)
FRONT_MATTER = Rule(
    "R003", "the front matter cannot be read: {why}", "error", "correct the YAML between the two lines of ---"
)
UNKNOWN_KEY = Rule(
    "R004",
    "unknown front matter key {key}",
    "warning",
    "Recto knows title, deck, tags, format, author and source",
)
CONTROL_CHARACTERS = Rule(
    "R005", "control characters were removed", "warning", "save the document as plain UTF-8 text"
)
UNCLOSED_FENCE = Rule(
    "R006",
    "code fence is never closed; read as closed at line {closed}",
    "warning",
    "write the closing fence behind the code",
)
LIMIT = Rule(
    "R007",
    "{what}: what follows is shown as text",
    "warning",
    "use fewer levels of lists and quotes; give every row of a table its cells",
)
AMBIGUOUS = Rule(
    "R008",
    "read as {chosen}; it could as well be {rival}",
    "warning",
    "if that was meant, write `format: {format}` into the front matter or use --read-as {format}",
)
UNKNOWN_FORMAT = Rule("R009", "unknown format {name}", "error", "the formats are {formats}")
UNCLOSED_COMMENT = Rule(
    "R010", "comment is never closed; what follows is on no card", "warning", "write --> behind the comment"
)
UNANSWERED = Rule(
    "R101",
    "question has no answer: {question}",
    "warning",
    "write the answer under the question, or remove it; no card is made",
)
ANSWER_ALONE = Rule(
    "R102", "answer without a question: {text}", "warning", "write the question above it; it is on no card"
)
EMPTY_QUESTION = Rule("R103", "question has nothing visible in it", "warning", "no card is made")
REPEATED_QUESTION = Rule(
    "R104",
    "the same question with the same answer stands at {first}: {question}",
    "warning",
    "remove one of them; both have a card",
)
OUTSIDE_ITEM = Rule(
    "R105",
    "the answer stands outside its list item: {question}",
    "warning",
    "indent the answer under item{number}",
)
LEFT_OUT = Rule(
    "R106",
    "heading is not marked as the questions around it are, and what stands below it is on no card: {text}",
    "warning",
    "give it a number or the label that they have, if it is a question",
)
MISSING_MEDIA = Rule(
    "R301",
    "{reference} is missing; the card shows its alternative text",
    "warning",
    "put the file at {file}, or correct the reference",
)
EMPTY_MEDIA = Rule(
    "R302",
    "{reference} is an empty file; the card shows its alternative text",
    "warning",
    "save {file} again, or remove the reference",
)
ABSOLUTE_MEDIA = Rule(
    "R303",
    "{reference} is an absolute path; the card shows its alternative text",
    "warning",
    "put the file beside the document and write its path relative to the document",
)
OUTSIDE_MEDIA = Rule(
    "R304",
    "{reference} lies outside the documents' folder; the card shows its alternative text",
    "warning",
    "put the file beside the document",
)
REMOTE_MEDIA = Rule(
    "R305",
    "{reference} is a URL; the card shows a link or the alternative text",
    "warning",
    "a phone may have no network: save the file beside the document and refer to that",
)
UNKNOWN_MEDIA = Rule(
    "R306",
    "{reference} is no kind of image or sound that a card can show; it shows the alternative text",
    "warning",
    "save it as PNG, JPEG, SVG, WebP or GIF, or as MP3, OGG, WAV, M4A or FLAC",
)
UNKNOWN_LANGUAGE = Rule(
    "R401",
    "unknown language {language}; the code is shown without colours",
    "warning",
    "name a language that Pygments knows (https://pygments.org/languages/), or text",
)
BROKEN_PYTHON = Rule(
    "R402",
    "this Python code does not parse: {why}",
    "warning",
    "correct the code, or call it text if it is a sketch",
)
LONG_CODE = Rule(
    "R403",
    "this code is too long for colours; it is shown without them",
    "warning",
    "for colours: at most 10,000 characters, 1,000 in a line, 200 blanks in a row",
)
REPEATED_ID = Rule(
    "R201",
    "the id {ident} is used again; {first} keeps it",
    "warning",
    "give this question an id of its own",
)
MAYBE_EARLIER = Rule(
    "R202",
    "this may be an earlier question, but another match is as close: {earlier}",
    "warning",
    "a new card was made; docs/how-updates-work.md says how to choose",
)
