"""Who has checked the texts of a language, as a practice records it."""
