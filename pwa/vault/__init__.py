"""Cryptography and keys: how contents are sealed, and whose secret opens them."""
