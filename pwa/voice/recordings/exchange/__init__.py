"""Recordings in and out as a zip."""
