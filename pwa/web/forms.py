"""The base of our forms."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm


class SentForm(FlaskForm):
    """What a form in a page sent, and nothing else."""

    def __init__(self, **offered: Any) -> None:
        """Take what was sent, or what is offered to begin with."""
        # Left to itself, Flask-WTF would also read files, and JSON, in which a value can be anything.
        fields: dict[str, Any] = {"formdata": request.form, **offered}
        super().__init__(**fields)  # type: ignore[no-untyped-call]  # has no types

    @property
    def faults(self) -> dict[str, str]:
        """Say what is wrong, field name to sentence; only after `validate`."""
        return {field.name: str(field.errors[0]) for field in self if field.errors}
