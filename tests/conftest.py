"""Fixtures that all tests share."""

from anki_backend import collection, empty_collection
from forked import forks
from phone.browsers import chromium, engine, reviewer
from program import home, run
from torture import effort, pytest_addoption, pytest_configure, pytest_terminal_summary, tally

__all__ = [
    "chromium",
    "collection",
    "effort",
    "empty_collection",
    "engine",
    "forks",
    "home",
    "pytest_addoption",
    "pytest_configure",
    "pytest_terminal_summary",
    "reviewer",
    "run",
    "tally",
]
