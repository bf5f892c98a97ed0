"""A patient's page in the own language with the Dutch under each text."""
