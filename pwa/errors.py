"""The base of the errors that a person may see."""

from collections.abc import Mapping


class PersonalError(Exception):
    """Something is wrong with what was asked or typed, in words that the person can act on.

    Attributes:
        message: source text, translated where it is shown.
        values: what its placeholders stand for; never answers, codes or links.
    """

    def __init__(self, message: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.values = dict(values or {})
