"""Writing the fields of a note: safe HTML, plain text, highlighted code, files named by content."""
