"""The master keys of this application."""

from flask import Flask, current_app

from pwa.vault.crypto import MasterKeys

_NAME = "master_keys"


def init_app(app: Flask, keys: tuple[bytes, ...]) -> None:
    """Keep the keys, the newest first, where `master_keys` finds them."""
    app.extensions[_NAME] = MasterKeys(*keys)


def master_keys() -> MasterKeys:
    """Give the keys that live outside the database."""
    keys: MasterKeys = current_app.extensions[_NAME]
    return keys
