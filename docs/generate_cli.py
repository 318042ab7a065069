"""Writes docs/cli.md from the program's own help: python docs/generate_cli.py > docs/cli.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from recto.cli import recto

WIDTH = 100

HEAD = """\
# The command line

What `recto --help` and `recto COMMAND --help` say.  `make docs` writes this page; a test keeps it true.

Data goes to standard output, words to standard error.  Colours are for terminals, and for none where `NO_COLOR` is set.
`SOURCE_DATE_EPOCH` (seconds since 1970), where it is set, is the time of a build.

## The Tab key

Commands, options, formats and files complete themselves once the shell has been told, in a line of its start-up file:

| shell | file | line |
|---|---|---|
| bash (4.4 or newer) | `~/.bashrc` | `eval "$(_RECTO_COMPLETE=bash_source recto)"` |
| zsh | `~/.zshrc`, after `compinit` | `eval "$(_RECTO_COMPLETE=zsh_source recto)"` |
| fish | `~/.config/fish/config.fish` | `_RECTO_COMPLETE=fish_source recto \\| source` |
"""


def sections() -> Iterator[str]:
    """Yield the page part by part: its head, the program, every command."""
    yield HEAD
    with recto.make_context("recto", [], resilient_parsing=True, terminal_width=WIDTH) as program:
        yield section("recto", recto.get_help(program))
        for name in recto.list_commands(program):
            command = recto.commands[name]
            with command.make_context(name, [], parent=program, resilient_parsing=True) as context:
                yield section(f"recto {name}", command.get_help(context))


def section(title: str, text: str) -> str:
    """Return a heading with a help text under it, word by word."""
    return f"## {title}\n\n```text\n{text}\n```\n"


if __name__ == "__main__":
    sys.stdout.write("\n".join(sections()))
