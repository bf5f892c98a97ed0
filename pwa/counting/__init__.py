"""Counts of a practice that belong to nobody: events, and tallies of answers that are only summed."""
