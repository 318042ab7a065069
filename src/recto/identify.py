"""Who is who: gives every question the note that it had, and new notes to the new ones."""
