"""The command line: reads, calls the pipeline, prints, writes."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recto import __version__
from recto.diagnostics import UserError

if TYPE_CHECKING:
    from recto.files import Found
    from recto.pipeline import Build, Cards

DEFAULT_PATH = "source"
_OLDEST = 978_307_200  # 2001-01-01: a time before it makes Anki's Check Database panic
_NOT_IN_SLUG = re.compile(r"[\W_]+")
_MAX_SLUG = 80


def _paths(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every command takes that reads documents."""
    for decorate in (
        click.option(
            "--stdin-filename", metavar="FILE", default="", help="What to call the document read from `-`."
        ),
        click.option(
            "--read-as", metavar="FORMAT", default="", help="Look for questions of this format only."
        ),
        click.argument("paths", nargs=-1, metavar="[PATHS]..."),
    ):
        command = decorate(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", prog_name="recto")
def recto() -> None:
    """Turn Markdown documents of questions and answers into an Anki deck that keeps its memory.

    PATHS are Markdown files or folders, or `-` for standard input; source/ if none is given.
    Exit codes: 0 fine, 1 the documents have errors, 2 wrong usage or unreadable input.
    """


@recto.command()
@_paths
@click.option("-o", "--output", metavar="FILE", help="The package to write; dist/<title>.apkg if not given.")
@click.option("--locked", is_flag=True, help="Fail instead of changing recto.lock.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: as data.")
@click.option(
    "--touch", is_flag=True, help="Give every note a new time, so that Anki takes all of them over."
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
def build(
    *, paths: tuple[str, ...], output: str | None, locked: bool, dry_run: bool, as_json: bool, touch: bool,
    strict: bool, read_as: str, stdin_filename: str,
) -> None:  # fmt: skip
    """Build an Anki package from documents; recto.lock remembers which question is which card.

    Example: recto build source -o dist/python.apkg
    """
    from recto import files, lock, report

    if as_json and not dry_run:
        raise click.UsageError("--json goes with --dry-run")
    now = _now()
    found, cards = _cards(paths, read_as, stdin_filename)
    with files.exclusively(found.lock):
        before, built = _identify(found, cards, now, touch=touch)
        _say(report.as_text(built.diagnostics))
        if code := report.exit_code(built.diagnostics, strict=strict):
            sys.exit(code)
        target = _target(output, found, built, ".apkg")
        if dry_run:
            click.echo(report.plan_as_data(built) if as_json else report.plan(built))
            _say(report.summary(built, f"{target} (not written)"))
            return
        if locked and lock.dump(built.identified.lock) != before:
            _say(
                f"{found.lock}: the build would change the lock\n  hint: build without --locked, and commit it"
            )
            sys.exit(report.FAULTY)
        _write(found.lock, before, built, target)
    _say(report.changes(built))
    _say(report.summary(built, str(target)))


@recto.command()
@_paths
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="How to print."
)
@click.option("--strict", is_flag=True, help="Exit 1 for warnings, too.")
@click.option("-v", "--verbose", is_flag=True, help="Say how each document was read.")
def check(
    *, paths: tuple[str, ...], style: str, strict: bool, verbose: bool, read_as: str, stdin_filename: str
) -> None:
    """Say what is wrong with documents, each finding with its place; write nothing.

    Example: recto check source/react.md -v
    """
    from recto import report

    found, cards = _cards(paths, read_as, stdin_filename)
    _, built = _identify(found, cards, _now())
    if verbose:
        _say(report.readings(built))
    printers = {"text": report.as_text, "json": report.as_json, "github": report.as_github}
    if text := printers[style](built.diagnostics):
        click.echo(text)
    sys.exit(report.exit_code(built.diagnostics, strict=strict))


@recto.command()
@_paths
@click.option("--json", "as_json", is_flag=True, help="Print everything as data (version 1).")
def cards(*, paths: tuple[str, ...], as_json: bool, read_as: str, stdin_filename: str) -> None:
    """Show the questions that were found, as a table or as JSON; write nothing.

    Example: recto cards source --json
    """
    from recto import dump, report

    found, read = _cards(paths, read_as, stdin_filename)
    _, built = _identify(found, read, _now())
    click.echo(dump.dump(built) if as_json else report.table(built))
    if not as_json:
        _say(report.as_text(built.diagnostics))
    sys.exit(report.exit_code(built.diagnostics))


@recto.command()
@_paths
@click.option("-o", "--output", metavar="FILE", help="The page to write; dist/<title>.html if not given.")
@click.option("--open", "then_open", is_flag=True, help="Open the page in the browser.")
def preview(
    *, paths: tuple[str, ...], output: str | None, then_open: bool, read_as: str, stdin_filename: str
) -> None:
    """Show every card as the phone shows it, in one HTML page; recto.lock stays as it is.

    The page is written even if the documents have errors: it lists them.

    Example: recto preview source --open
    """
    from recto import files, report
    from recto.preview import preview

    found, cards = _cards(paths, read_as, stdin_filename)
    _, built = _identify(found, cards, _now())
    _say(report.as_text(built.diagnostics))
    target = _target(output, found, built, ".html")
    files.check_writable(target)
    files.sweep(target)
    files.write(target, preview(built).encode())
    _say(report.previewed(built, str(target)))
    if then_open:
        _open(target, "open it in a browser")
    sys.exit(report.exit_code(built.diagnostics))


def main() -> None:
    """Run the command line; print every fault as a sentence and leave with its exit code."""
    try:
        code = recto.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except UserError as error:
        click.echo(f"recto: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(code or 0)


def _cards(paths: tuple[str, ...], read_as: str, stdin_filename: str) -> tuple[Found, Cards]:
    from recto import files, pipeline
    from recto.formats import FORMATS

    if read_as and read_as not in FORMATS:
        raise click.BadParameter(f"{read_as!r} is not one of {', '.join(FORMATS)}", param_hint="--read-as")
    found = files.find(paths or (DEFAULT_PATH,), stdin_filename)
    return found, pipeline.cards(files.read(found), files.media_loader(found), read_as)


def _identify(found: Found, cards: Cards, now: int, *, touch: bool = False) -> tuple[str | None, Build]:
    """Return the lock's text before the build, and the build."""
    from recto import files, lock, pipeline
    from recto.identify import Scope

    text = files.read_text(found.lock)
    before = lock.Lock() if text is None else lock.parse(text, str(found.lock))
    built = {found.name(file) for file, _, _ in found.files}
    gone = {entry.document for entry in before.entries if found.gone(entry.document)}
    scope = Scope(
        claimable=frozenset(built | gone),
        retirable=frozenset(built | {document for document in gone if found.covers(document)}),
    )
    return text, pipeline.build(cards, before, scope, now, touch=touch)


def _write(lock_file: Path, before: str | None, built: Build, target: Path) -> None:
    """Write the lock, if it changed, and then the package."""
    from recto import files, lock
    from recto.package import package

    after = lock.dump(built.identified.lock)
    files.check_writable(target)
    content = package(built.decks)
    files.sweep(lock_file, target)
    if after != before:
        files.write(lock_file, after.encode())
    files.write(target, content)


def _now() -> int:
    """Return the time in seconds since 1970: SOURCE_DATE_EPOCH if set, else the clock's."""
    clock = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None or not given.strip():
        now = clock
    elif re.fullmatch(r"\s*\d{1,12}\s*", given):
        now = int(given)
    else:
        raise UserError(
            f"SOURCE_DATE_EPOCH is not a number of seconds: {given!r}",
            hint="unset it, or set it to seconds since 1970",
        )
    if now < _OLDEST or now > clock + 86_400:
        what = "SOURCE_DATE_EPOCH" if given and given.strip() else "the clock"
        raise UserError(
            f"{what} says {now}, which is before 2001 or in the future",
            hint="set it to a time that Anki can take",
        )
    return now


def _target(output: str | None, found: Found, built: Build, suffix: str) -> Path:
    """Return the file to write."""
    return Path(output) if output else Path("dist") / f"{_slug(found, built)}{suffix}"


def _open(file: Path, otherwise: str) -> None:
    """Hand a file to the program that opens it on this system; `otherwise` is the hint if there is none."""
    if click.launch(str(file.absolute())):
        raise UserError("this system opens nothing by itself", str(file), hint=otherwise)


def _slug(found: Found, built: Build) -> str:
    """Name a package by its deck, or by the folder when there are several decks."""
    decks = [deck.name for deck in built.decks]
    name = decks[0] if len(decks) == 1 or (decks and not found.walked) else found.walked
    slug = _NOT_IN_SLUG.sub("-", name.casefold()).strip("-")[:_MAX_SLUG].strip("-")
    return slug or "deck"


def _say(text: str) -> None:
    if text:
        click.echo(text, err=True)
