"""The code or link that somebody came with: read once, for the limits, the lookup and the pass."""

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
    """A code as people type it, or the secret that stood behind the `#` of a link.

    Attributes:
        text: as it is read, and as an own phone keeps it; empty when it cannot be such a key.
    """

    kind: SecretKind
    text: str = field(repr=False)
    _of_link: PatientSecret | None = field(default=None, repr=False)

    @classmethod
    def of_code(cls, typed: str) -> Self:
        """Read a code, as forgiving as `parse_code`."""
        try:
            text = parse_code(typed)
        except CodeError:
            text = ""
        return cls(SecretKind.CODE, text)

    @classmethod
    def of_link(cls, typed: str) -> Self:
        """Read the secret of a link, which is copied and not typed: nothing is forgiven."""
        try:
            secret = parse_link_secret(typed)
        except CodeError:
            return cls(SecretKind.LINK, "")
        return cls(SecretKind.LINK, typed, secret)

    @classmethod
    def of_form(cls, fields: Mapping[str, str]) -> Self:
        """Read what the page for coming back sends; a link goes before a code."""
        link = fields.get("link", "")
        return cls.of_link(link) if link else cls.of_code(fields.get("code", ""))

    @property
    def is_link(self) -> bool:
        """Say whether it came by a link."""
        return self.kind is SecretKind.LINK

    def secret(self) -> PatientSecret:
        """Give what finds and opens a list. A code is stretched for it, which is slow on purpose.

        Raises:
            CodeError: what came cannot be such a key.
            Busy: too many codes are being stretched.
        """
        if not self.text:
            raise CodeError
        return self._of_link or POOL.stretch(self.text)


def typed_key() -> TypedKey:
    """Give the key of this request; whoever asks first reads the form.

    Raises:
        HTTPException: the form is too large or cannot be read.
    """
    if "typed_key" not in g:
        g.typed_key = TypedKey.of_form(request.form)
    found: TypedKey = g.typed_key
    return found
