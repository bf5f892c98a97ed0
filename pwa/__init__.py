"""Mijn Gesprek: prepare a talk with the GP, and remember what was agreed."""

__version__ = "0.1.0"
