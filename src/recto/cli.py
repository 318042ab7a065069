"""The command line: reads, calls the pipeline, prints, writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from recto import __version__
from recto.diagnostics import BROKEN, FAULTY, FINE, INTERRUPTED, UserError, internal_error, reason

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from recto.files import Found
    from recto.meter import Meter
    from recto.pipeline import Build


def _formats(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a format."""
    from recto.formats import FORMATS

    return [name for name in FORMATS if name.startswith(begun)]


def _format(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    """Accept the name of a format, or none."""
    if name:
        from recto.formats import FORMATS

        if name not in FORMATS:
            raise click.BadParameter(f"{name!r} is not one of {', '.join(FORMATS)}")
    return name


_READ_AS = click.option(
    "--read-as",
    metavar="FORMAT",
    default="",
    callback=_format,
    shell_complete=_formats,
    help="Look for questions of this format only.",
)
_OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="The package to write; dist/<title>.apkg if not given.",
)
_PATHS = click.argument("paths", nargs=-1, metavar="[PATHS]...", type=click.Path(readable=False))


def _paths(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every command takes that reads documents once."""
    named = click.option(
        "--stdin-filename", metavar="FILE", default="", help="What to call the document read from `-`."
    )
    return named(_READ_AS(_PATHS(command)))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", prog_name="recto")
def recto() -> None:
    """Turn Markdown documents of questions and answers into an Anki deck that keeps its memory.

    PATHS are Markdown files or folders, or `-` for standard input; source/ if none is given.

    Example: recto build source/react.md

    Exit codes: 0 fine, 1 the documents have errors, 2 wrong usage or unreadable input.
    """


@recto.command()
@_paths
@_OUTPUT
@click.option("--locked", is_flag=True, help="Fail instead of changing recto.lock.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: as data.")
@click.option(
    "--touch", is_flag=True, help="Give every note a new time, so that Anki takes all of them over."
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--open", "then_open", is_flag=True, help="Open the package when it is built: Anki imports it.")
@click.option("--profile", is_flag=True, help="Say where the time went, and the memory.")
def build(
    *, paths: tuple[str, ...], output: str | None, locked: bool, dry_run: bool, as_json: bool, touch: bool,
    strict: bool, then_open: bool, profile: bool, read_as: str, stdin_filename: str,
) -> None:  # fmt: skip
    """Build an Anki package from documents.

    The file recto.lock beside them remembers which question is which card.

    Example: recto build source -o dist/python.apkg

    Exit codes: 0 built, 1 the documents have errors or --locked forbids the build, 2 wrong usage or unreadable input.
    """
    from recto import report, run
    from recto.meter import Meter

    if as_json and not dry_run:
        raise click.UsageError("--json goes with --dry-run")
    if then_open and dry_run:
        raise click.UsageError("--open does not go with --dry-run")
    meter = Meter()
    found = run.find(paths, stdin_filename)
    if dry_run:
        target = _plan(found, read_as, output, meter, as_json=as_json, touch=touch, strict=strict)
    else:
        target = _build(found, read_as, output, meter, locked=locked, touch=touch, strict=strict)
    if profile:
        _say(report.profile(meter.seconds, run.peak()))
    if target is None:
        sys.exit(FAULTY)
    if then_open:
        _open(target, "import it in Anki: File > Import")


@recto.command()
@_READ_AS
@_OUTPUT
@click.option(
    "--preview", "page", metavar="FILE", type=click.Path(), help="Write the preview, too, at each build."
)
@_PATHS
def watch(*, paths: tuple[str, ...], output: str | None, page: str | None, read_as: str) -> None:
    """Build, and build again whenever a document is saved.

    It goes on until Ctrl-C.  A folder is watched with all its documents, images and sounds, a document named by itself
    with those beside it.

    Example: recto watch source

    Exit codes: 0 ended by Ctrl-C, 2 wrong usage or nothing to watch.
    """
    from recto import files, run, watch
    from recto.meter import Meter

    if files.STDIN in paths:
        raise click.UsageError("standard input cannot be watched")
    paths = paths or (run.SOURCE,)
    run.find(paths)
    with suppress(KeyboardInterrupt):
        for _ in watch.saves([Path(path) for path in paths]):
            try:
                _build(run.find(paths), read_as, output, Meter(), page=page)
            except UserError as error:
                _say(f"recto: {error}")


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
    """Say what is wrong with documents, and where; write nothing.

    Example: recto check source/react.md -v

    Exit codes: 0 no errors, 1 errors (with --strict also warnings), 2 wrong usage or unreadable input.
    """
    from recto import checks, dump, report, run

    _, built = _built(run.find(paths, stdin_filename), read_as)
    findings = sorted((*built.diagnostics, *checks.check(built.cards)))
    if verbose:
        _say(report.readings(built))
    printers = {"text": report.as_text, "json": dump.findings, "github": report.as_github}
    if text := printers[style](findings):
        click.echo(text)
    _say(report.checked(built, findings))
    sys.exit(report.exit_code(findings, strict=strict))


@recto.command()
@_paths
@click.option("--json", "as_json", is_flag=True, help="Print everything as data (version 1).")
def cards(*, paths: tuple[str, ...], as_json: bool, read_as: str, stdin_filename: str) -> None:
    """Show the questions that were found; write nothing.

    Example: recto cards source --json

    Exit codes: 0 shown, 1 the documents have errors, 2 wrong usage or unreadable input.
    """
    from recto import dump, report, run

    _, built = _built(run.find(paths, stdin_filename), read_as)
    click.echo(dump.cards(built) if as_json else report.table(built))
    if not as_json:
        _say(report.as_text(built.diagnostics))
    sys.exit(report.exit_code(built.diagnostics))


@recto.command()
@click.option(
    "--bind", "host", metavar="ADDRESS", help="This computer's address in the phone's network; else found."
)
@click.option(
    "--port",
    metavar="NUMBER",
    type=click.IntRange(1, 65535),
    help="The port to listen on; a free one if not given.",
)
@click.option(
    "--minutes",
    metavar="NUMBER",
    type=click.FloatRange(0, min_open=True),
    default=10,
    show_default=True,
    help="How long to wait.",
)
@click.option("--keep", is_flag=True, help="Go on after the first download, for more than one device.")
@click.argument("package", required=False, type=click.Path())
def send(*, package: str | None, host: str | None, port: int | None, minutes: float, keep: bool) -> None:
    """Offer a package to a phone in the same network.

    Scan the code, download, open in Anki.  PACKAGE is the newest in dist/ if none is given.  It is served until it has
    been downloaded once, at an address that nobody can guess.

    Example: recto send dist/python.apkg

    Exit codes: 0 downloaded, 1 nobody downloaded it, 2 wrong usage, no package or no network.
    """
    from recto import files, qr, run, send

    path = Path(package) if package else files.newest_package(Path(run.OUTPUT))
    content = files.read_package(path)
    host = host or send.lan_address()
    fetched = False
    with suppress(KeyboardInterrupt), send.offering(path.name, content, host, port or 0) as offer:
        _say(qr.qr(offer.url))
        click.echo(offer.url)
        _say(f"{path}: waiting at {host} for a phone in the same network; Ctrl-C stops")
        for taker in offer.takers(minutes * 60):
            _say(f"{path}: downloaded by {taker}")
            fetched = True
            if not keep:
                break
        else:
            _say("" if fetched else f"{path}: nobody downloaded it in {minutes:g} minutes")
    sys.exit(FINE if fetched else FAULTY)


@recto.command()
@_paths
@click.option("-o", "--output", metavar="FILE", help="The page to write; dist/<title>.html if not given.")
@click.option("--open", "then_open", is_flag=True, help="Open the page in the browser.")
def preview(
    *, paths: tuple[str, ...], output: str | None, then_open: bool, read_as: str, stdin_filename: str
) -> None:
    """Show every card as the phone shows it, in one HTML page.

    The file recto.lock stays as it is.  The page is written even if the documents have errors: it lists them.

    Example: recto preview source --open

    Exit codes: 0 written, 1 the documents have errors, 2 wrong usage or unreadable input.
    """
    from recto import report, run

    found = run.find(paths, stdin_filename)
    _, built = _built(found, read_as)
    _say(report.as_text(built.diagnostics))
    target = run.target(output, found, built, ".html")
    run.write_preview(built, target)
    _say(report.previewed(built, str(target)))
    if then_open:
        _open(target, "open it in a browser")
    sys.exit(report.exit_code(built.diagnostics))


def main() -> None:
    """Run the command line; print every fault as a sentence and leave with its exit code.

    With RECTO_TRACEBACK in the environment, what nobody foresaw is shown with its traceback.
    """
    _settle_streams()
    try:
        code = recto.main(prog_name="recto", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = BROKEN
    except click.Abort:
        code = INTERRUPTED
    except UserError as error:
        code = _fail(str(error))
    except BrokenPipeError:
        code = FAULTY
    except OSError as error:
        code = _fail(str(UserError(reason(error), str(error.filename or ""))))
    except MemoryError:
        code = _fail("not enough memory\n  hint: build fewer documents at once")
    except Exception as error:
        if os.environ.get("RECTO_TRACEBACK"):
            raise
        code = _fail(internal_error(error))
    _leave(code or FINE)


def _settle_streams() -> None:
    """Write UTF-8 wherever nobody watches, and escapes for what cannot be written."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _fail(told: str) -> int:
    with suppress(OSError):
        click.echo(f"recto: {told}", err=True)
    return BROKEN


def _leave(code: int) -> NoReturn:
    """End the program; what a closed pipe or a full disk no longer takes is dropped."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def _built(
    found: Found, read_as: str, meter: Meter | None = None, *, touch: bool = False
) -> tuple[str | None, Build]:
    """Build without writing anything; on a terminal, a bar shows how far it has come, once it takes long."""
    from recto import run
    from recto.meter import Meter

    meter = meter or Meter()
    watched = sys.stderr and sys.stderr.isatty() and not os.environ.get("CI")
    with _bar(meter) if watched else nullcontext():
        return run.build(found, read_as, touch=touch, metered=meter)


@contextmanager
def _bar(meter: Meter) -> Iterator[None]:
    """Draw a bar of how far a run has come; there is none before its meter has something to show."""
    with ExitStack() as opened:

        @cache
        def bar() -> ProgressBar[int]:
            return opened.enter_context(click.progressbar(length=100, label="building", file=sys.stderr))

        with meter.shown(lambda done: bar().update(round(100 * done) - bar().pos)):
            yield


def _plan(
    found: Found, read_as: str, output: str | None, meter: Meter, *, as_json: bool, touch: bool, strict: bool
) -> Path | None:
    """Say what a build would do, and write nothing.

    Return the package that it would write, or None if what was said forbids it.
    """
    from recto import dump, report, run

    _, built = _built(found, read_as, meter, touch=touch)
    _say(report.as_text(built.diagnostics))
    if refusal := report.refusal(built.diagnostics, strict=strict):
        _say(refusal)
        return None
    click.echo(dump.plan(built) if as_json else report.plan(built))
    target = run.target(output, found, built)
    _say(report.summary(built, f"{target} (not written)"))
    return target


def _build(
    found: Found, read_as: str, output: str | None, meter: Meter, *, locked: bool = False,
    touch: bool = False, strict: bool = False, page: str | None = None,
) -> Path | None:  # fmt: skip
    """Write lock and package, and a preview if a page is named, and say what changed.

    Return the package, or None if what was said forbids it.
    """
    from recto import report, run, writing
    from recto.memory import lock

    with writing.exclusively(found.lock):
        before, built = _built(found, read_as, meter, touch=touch)
        _say(report.as_text(built.diagnostics))
        if refusal := report.refusal(built.diagnostics, strict=strict):
            _say(refusal)
            return None
        if locked and lock.dump(built.identified.lock) != before:
            _say(
                f"{found.lock}: the build would change the lock\n  hint: build without --locked, and commit it"
            )
            return None
        target = run.target(output, found, built)
        run.write(found.lock, before, built, target, metered=meter)
        if page:
            run.write_preview(built, Path(page))
    _say(report.changes(built))
    _say(report.summary(built, str(target)))
    return target


def _open(file: Path, otherwise: str) -> None:
    """Hand a file to the program that opens it on this system; `otherwise` is the hint if there is none."""
    if click.launch(str(file.absolute())):
        raise UserError("this system opens nothing by itself", str(file), hint=otherwise)


def _say(text: str) -> None:
    """Print words for a person: to standard error, in colour only on a terminal and without NO_COLOR."""
    if text:
        click.echo(text, err=True, color=False if os.environ.get("NO_COLOR") else None)
