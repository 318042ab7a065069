"""Markdown as people write it: the grammar, what is mended before it, what is read out of its tokens."""
