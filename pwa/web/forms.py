"""The base of our forms."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm


class SentForm(FlaskForm):
    """A form that reads the sent form fields, and no files or JSON."""

    def __init__(self, **offered: Any) -> None:
        """Read the sent fields; `offered` gives values for a form that was not sent yet."""
        # By default Flask-WTF would also read files, and JSON, where a value can have any type.
        fields: dict[str, Any] = {"formdata": request.form, **offered}
        super().__init__(**fields)  # type: ignore[no-untyped-call]  # has no types

    @property
    def faults(self) -> dict[str, str]:
        """Say what is wrong, field name to sentence; only after `validate`."""
        return {field.name: str(field.errors[0]) for field in self if field.errors}
