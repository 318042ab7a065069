"""Fixtures that all tests share."""

from anki_backend import collection, empty_collection

__all__ = ["collection", "empty_collection"]
