"""The code or link in a request: parsed once, for the rate limits, the lookup and the pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from flask import g, request

from pwa.vault.patient.code_pool import POOL
from pwa.vault.patient.codes import (
    CodeError,
    PatientSecret,
    SecretKind,
    parse_code,
    parse_link_secret,
)


@dataclass(frozen=True, slots=True)
class TypedKey:
    """A typed code, or the secret from the fragment (after `#`) of a link.

    Attributes:
        text: the parsed code or the secret, as an own phone stores it; empty when it is invalid.
    """

    kind: SecretKind
    text: str = field(repr=False)
    _of_link: PatientSecret | None = field(default=None, repr=False)

    @classmethod
    def of_code(cls, typed: str) -> Self:
        """Read a code as `parse_code` does, which forgives case, blanks and similar letters."""
        try:
            text = parse_code(typed)
        except CodeError:
            text = ""
        return cls(SecretKind.CODE, text)

    @classmethod
    def of_link(cls, typed: str) -> Self:
        """Read the secret of a link, which must be exact because links are copied and not typed."""
        try:
            secret = parse_link_secret(typed)
        except CodeError:
            return cls(SecretKind.LINK, "")
        return cls(SecretKind.LINK, typed, secret)

    @classmethod
    def of_form(cls, fields: Mapping[str, str]) -> Self:
        """Read the form of the page for coming back; the field `link` goes before `code`."""
        link = fields.get("link", "")
        return cls.of_link(link) if link else cls.of_code(fields.get("code", ""))

    @property
    def is_link(self) -> bool:
        """Say whether the key is the secret of a link."""
        return self.kind is SecretKind.LINK

    def secret(self) -> PatientSecret:
        """Give the secret that finds and opens a list; stretching a code for it is slow on purpose.

        Raises:
            CodeError: the typed code or link is invalid.
            Busy: too many codes are being stretched at this moment.
        """
        if not self.text:
            raise CodeError
        return self._of_link or POOL.stretch(self.text)


def typed_key() -> TypedKey:
    """Give the key of this request; the first call parses the form, later ones reuse the result.

    Raises:
        HTTPException: the form is too large or cannot be read.
    """
    if "typed_key" not in g:
        g.typed_key = TypedKey.of_form(request.form)
    found: TypedKey = g.typed_key
    return found
