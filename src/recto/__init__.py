"""Recto: a Markdown document of questions and answers becomes an Anki deck that keeps its memory."""

__version__ = "0.1.0"
