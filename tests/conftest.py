"""Fixtures that all tests share."""

from anki_backend import collection, empty_collection
from phone.browsers import chromium, engine
from program import home, run

__all__ = ["chromium", "collection", "empty_collection", "engine", "home", "run"]
