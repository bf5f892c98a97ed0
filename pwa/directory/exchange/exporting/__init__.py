"""The practice's own help as a file for others."""
