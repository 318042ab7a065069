"""How hard the tests try: a little in `make test`, long in `make torture`, which ends with a line of figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import settings

Effort = Callable[[int, int], int]
Tally = Counter[str]

_TALLY = pytest.StashKey[Tally]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option by which `make torture` asks for more."""
    parser.addoption("--torture", action="store_true", help="try long what make test tries a little")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples hypothesis makes."""
    config.addinivalue_line("markers", "torture: tries more, and counts it, with --torture")
    config.stash[_TALLY] = Counter()
    settings.register_profile("quick", deadline=None)  # the first use of a lexer or parser may take its time
    settings.register_profile("torture", deadline=None, max_examples=2000)
    settings.load_profile("torture" if config.getoption("--torture") else "quick")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was tried, in one line."""
    tally = config.stash[_TALLY]
    if config.getoption("--torture") and tally:
        figures = ", ".join(f"{count:,} {what}" for what, count in sorted(tally.items()))
        terminalreporter.write_line(f"torture: {figures}")


@pytest.fixture(scope="session")
def effort(pytestconfig: pytest.Config) -> Effort:
    """Choose between a number for `make test` and one for `make torture`."""
    long = pytestconfig.getoption("--torture")
    return lambda few, many: many if long else few


@pytest.fixture(scope="session")
def tally(pytestconfig: pytest.Config) -> Tally:
    """Count what was tried, for the last line: `tally["kills survived"] += 1`."""
    return pytestconfig.stash[_TALLY]
