"""Backups: everything in the database in one encrypted file, and the way back from it."""
