"""Fixtures that all tests share."""

from anki_backend import collection, empty_collection
from hypothesis import settings
from phone.browsers import chromium, engine
from program import home, run

__all__ = ["chromium", "collection", "empty_collection", "engine", "home", "run"]

settings.register_profile("recto", deadline=None)  # the first use of a lexer or a parser may take its time
settings.load_profile("recto")
