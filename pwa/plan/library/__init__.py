"""The sentences of the phrase library, by domain, and what a sentence is made of (core.py)."""
