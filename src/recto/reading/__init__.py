"""Reading a document as a person does: what is noise, what is a label, which of its parts are questions."""
