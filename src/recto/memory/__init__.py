"""Remembering who is who: the lock, sketches of answers, and which question claims which line."""
