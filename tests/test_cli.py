"""The command line: help that teaches, completion, and the package handed to the system."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from recto.cli import recto

DOCUMENT = "# Rivers\n\n## Where does the Rhine rise?\n\nIn the Alps.\n\n## Where does it end?\n\nIn the North Sea.\n"
PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
COMMANDS = sorted(recto.commands)
PROGRAM = '#!/bin/sh\nexec {python} -m recto "$@"\n'


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "recto", *arguments],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with one document of two questions in source/."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "rivers.md").write_text(DOCUMENT)
    return tmp_path


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Give a folder for programs of the test's own."""
    (tmp_path / "programs").mkdir()
    return tmp_path / "programs"


def put(program: Path, text: str) -> None:
    """Write an executable script."""
    program.write_text(text)
    program.chmod(0o755)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_with_an_example_and_its_exit_codes(name: str) -> None:
    """Help is one sentence, then perhaps more, an example that names the command, and what the exit codes mean."""
    done = run(name, "--help")
    assert done.returncode == 0
    paragraphs = [" ".join(part.split()) for part in done.stdout.split("\n\n")]
    assert re.fullmatch(r"[A-Z]([^.]|\.(?=\w))+\.", paragraphs[1])
    assert any(part.startswith(f"Example: recto {name}") for part in paragraphs)
    assert any(re.match(r"Exit codes: 0 .+, 2 .+\.", part) for part in paragraphs)


def test_the_list_of_commands_fits_a_terminal() -> None:
    """No sentence of the list of commands is cut off at 80 columns."""
    listed = run("--help", COLUMNS="80").stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained_in_a_sentence(name: str) -> None:
    """No option is left without help."""
    for option in recto.commands[name].params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert option.help.endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_a_command_is_one(name: str) -> None:
    """What the help gives as an example is understood by the command."""
    help_text = recto.commands[name].help or ""
    example = re.search(r"Example: recto (.+)", help_text)
    assert example
    command, *arguments = example[1].split()
    recto.commands[command].make_context(command, arguments)


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["biuld"], "No such command 'biuld'. Did you mean 'build'?"),
        (["wacth"], "No such command 'wacth'. Did you mean 'watch'?"),
        (["build", "--lokced"], "No such option '--lokced'. Did you mean '--locked'?"),
        (["send", "--minuets", "3"], "No such option '--minuets'. Did you mean '--minutes'?"),
    ],
)
def test_a_slip_of_the_fingers_is_understood(arguments: list[str], suggestion: str) -> None:
    """A command or an option that is nearly right is answered with the right one."""
    done = run(*arguments)
    assert done.returncode == 2
    assert suggestion in done.stderr


def test_check_ends_with_what_it_looked_at(folder: Path) -> None:
    """The last words of a check, apart from its data, count documents, cards and findings, if there are any."""
    done = run("check", cwd=folder)
    assert (done.stdout, done.stderr) == ("", "1 document, 2 cards: nothing found wrong\n")
    (folder / "source" / "empty.md").write_text("Nothing to ask.\n")
    assert run("check", cwd=folder).stderr == "2 documents, 2 cards: 1 warning\n"
    (folder / "source" / "broken.md").write_text("---\na: [\n---\n## Why?\n\nSo.\n")
    assert run("check", cwd=folder).stderr.endswith(": 1 error, 2 warnings\n")


def test_cards_shows_where_each_question_stands_and_how_much_there_is_of_its_answer(tmp_path: Path) -> None:
    """The line, the words of the question, and the size of the answer and its code, one of a kind in the singular."""
    (tmp_path / "a.md").write_text(
        "## Is a reef knot safe?\n\nNo.\n\n## How is it tied?\n\nRight over left:\n\n```text\n><\n```\n"
    )
    shown = run("cards", "a.md", cwd=tmp_path)
    assert shown.stdout == (
        "a.md: 2 cards\n"
        "     1  Is a reef knot safe?  (1 word)\n"
        "     5  How is it tied?  (3 words, 1 code block)\n"
    )


def test_help_loads_nothing_that_it_does_not_need() -> None:
    """Help and completion come at once: no stage is imported for them."""
    script = (
        "import sys; from recto.cli import recto; print(*(m for m in sys.modules if m.startswith('recto')))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert sorted(loaded) == ["recto", "recto.cli", "recto.diagnostics", "recto.patterns", "recto.values"]


def test_open_hands_the_package_to_the_system(folder: Path, programs: Path) -> None:
    """After the build, the system's opener gets the package's full path."""
    for name in ("xdg-open", "open"):
        put(
            programs / name,
            f'#!/bin/sh\nprintf "%s" "$*" > "{programs}/draft" && mv "{programs}/draft" "{programs}/opened"\n',
        )
    done = run("build", "--open", cwd=folder, PATH=f"{programs}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    opened = programs / "opened"
    end = time.monotonic() + 10
    while not opened.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert opened.read_text() == str(folder / "dist" / "rivers.apkg")


def test_a_system_that_opens_nothing_is_told(folder: Path, programs: Path) -> None:
    """Without an opener the package is there all the same, and the message says what to do with it."""
    done = run("build", "--open", cwd=folder, PATH=str(programs))
    assert done.returncode == 2
    assert done.stderr.endswith(
        "recto: dist/rivers.apkg: this system opens nothing by itself\n  hint: import it in Anki: File > Import\n"
    )
    assert (folder / "dist" / "rivers.apkg").exists()


def test_open_does_not_go_with_a_dry_run(folder: Path) -> None:
    """What is not written cannot be opened."""
    assert run("build", "--dry-run", "--open", cwd=folder).returncode == 2


COMPLETIONS = [
    ("bui", {"build"}),
    ("build --lo", {"--locked"}),
    ("build --read-as d", {"details", "definition"}),
    ("check --format g", {"github"}),
    ("build sou", {"file"}),
]


@pytest.mark.parametrize(("typed", "offered"), COMPLETIONS)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_options_and_formats_are_completed(shell: str, typed: str, offered: set[str]) -> None:
    """What a shell asks the program is answered with the words that fit."""
    words = f"recto {typed}"
    position = typed.rsplit(maxsplit=1)[-1] if shell == "fish" else str(len(words.split()) - 1)
    done = run(COMP_WORDS=words, COMP_CWORD=position, _RECTO_COMPLETE=f"{shell}_complete")
    assert {word for word in offered if word in done.stdout} == offered
    assert "preview" not in done.stdout


@pytest.fixture
def shells(programs: Path) -> dict[str, str]:
    """Give an environment in which `recto` is a program and docs/cli.md's line for each shell has been followed."""
    put(programs / "recto", PROGRAM.format(python=sys.executable))
    return {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(programs)}


IN_BASH = """{line}
COMP_WORDS=(recto build --lo); COMP_CWORD=2
_recto_completion recto
echo "${{COMPREPLY[@]}}"
"""
IN_ZSH = """zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1= ; autoload -U compinit && compinit -u'
zpty -w shell '{line}; echo re""ady'
zpty -r -m shell answer '*ready*'
zpty -w -n shell $'recto build --lo\\t'
zpty -r -m shell answer '*--locked*' && echo "$answer"
"""
IN_FISH = """{line}
complete --do-complete "recto build --lo"
"""


@pytest.mark.parametrize(("shell", "script"), [("bash", IN_BASH), ("zsh", IN_ZSH), ("fish", IN_FISH)])
def test_the_shells_themselves_complete(shells: dict[str, str], shell: str, script: str) -> None:
    """With the line that docs/cli.md gives for it, each shell completes an option when Tab is pressed."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    row = re.search(rf"^\| {shell}\b.*\| `(.+)` \|$", PAGE.read_text(), re.MULTILINE)
    assert row
    done = subprocess.run(
        [shell, "-c", script.format(line=row[1].replace("\\|", "|"))],
        capture_output=True, text=True, check=False, timeout=60, env=shells,
    )  # fmt: skip
    assert "--locked" in done.stdout, done.stderr


def test_the_page_of_the_command_line_is_the_help() -> None:
    """docs/cli.md is what `make docs` would write."""
    done = subprocess.run(
        [sys.executable, PAGE.with_name("generate_cli.py")], capture_output=True, text=True, check=True
    )
    assert done.stdout == PAGE.read_text()
