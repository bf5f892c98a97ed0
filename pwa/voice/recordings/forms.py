"""What is sent in the recording room."""

from collections.abc import Mapping
from contextlib import closing
from typing import Final
from uuid import UUID

from flask import request
from flask_babel import gettext

from pwa.text import N_, clean_text, one_line
from pwa.voice.recordings.core import MAX_NAME

_NO_CONSENT: Final = N_("Without this consent nothing can be recorded.")
_NO_NAME: Final = N_("Fill in a name.")
_LONG_NAME: Final = N_("There is room for 60 characters.")
_NO_LANGUAGE: Final = N_("Choose a language.")


def read_name(fields: Mapping[str, str]) -> str:
    """Read a name in one line."""
    return one_line(clean_text(fields.get("name", "")), max_length=MAX_NAME + 1)


def check_speaker(fields: Mapping[str, str]) -> dict[str, str]:
    """Give field name to what is wrong with a speaker; the name may stay empty."""
    errors = {}
    if len(read_name(fields)) > MAX_NAME:
        errors["name"] = gettext(_LONG_NAME)
    if not fields.get("use"):
        errors["use"] = gettext(_NO_CONSENT)
    return errors


def check_invitation(fields: Mapping[str, str], languages: Mapping[str, object]) -> dict[str, str]:
    """Give field name to what is wrong with an invitation."""
    errors, name = {}, read_name(fields)
    if not name or len(name) > MAX_NAME:
        errors["name"] = gettext(_LONG_NAME if name else _NO_NAME)
    if fields.get("language") not in languages:
        errors["language"] = gettext(_NO_LANGUAGE)
    return errors


def read_upload(name: str = "sound") -> bytes:
    """Give the bytes of the file that was sent; empty if there is none."""
    sent = request.files.get(name)
    if sent is None:
        return b""
    with closing(sent):
        data: bytes = sent.read()
    return data


def read_id(name: str) -> UUID:
    """Read the id of a row from a field; what is no id is the id of nothing."""
    found: UUID = request.form.get(name, UUID(int=0), type=UUID)
    return found
