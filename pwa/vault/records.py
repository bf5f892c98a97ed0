"""Documents of a conversation: each encrypted by its own key, and bound to its address (AAD)."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pwa.vault.crypto import KEY_BYTES, CannotOpen, decrypt, encrypt, open_sealed, seal_to


@dataclass(frozen=True, slots=True)
class DocumentAddress:
    """Where a document belongs: the AAD of its body, which opens under no other address.

    Attributes:
        document_id: of the document or of this version of it, unique within its kind.
        kind: what it is, such as `check` or `plan`.
        schema: version of the content's shape.
    """

    practice_id: int
    conversation_id: UUID
    document_id: UUID | int
    kind: str
    schema: int

    def associated_data(self) -> bytes:
        """Write the address as bytes; as JSON, so that no two addresses give the same bytes."""
        parts = ["document", self.practice_id, str(self.conversation_id), str(self.document_id)]
        return json.dumps([*parts, self.kind, self.schema]).encode()


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """A document as it is stored.

    Attributes:
        sealed_key: the document's key, sealed to a public half; without it nothing opens the body.
        body: the content, encrypted.
    """

    sealed_key: bytes
    body: bytes


def seal_document(
    public: bytes, address: DocumentAddress, content: Mapping[str, object]
) -> SealedDocument:
    """Seal content to the holders of a private half; no secret is needed to do so.

    Args:
        public: public half of the conversation's key, or of the desk key for desk notes.
        address: where the document will be stored.
        content: what JSON can hold.
    """
    key = secrets.token_bytes(KEY_BYTES)
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    body = encrypt(key, text.encode("utf-8", "surrogatepass"), address.associated_data())
    return SealedDocument(sealed_key=seal_to(public, key), body=body)


def open_document(
    private: bytes, address: DocumentAddress, sealed: SealedDocument
) -> dict[str, Any]:
    """Open what `seal_document` made.

    Raises:
        CannotOpen: another key, another address, or damaged.
    """
    key = open_sealed(private, sealed.sealed_key)
    if len(key) != KEY_BYTES:
        raise CannotOpen
    text = decrypt(key, sealed.body, address.associated_data())
    # Anyone can seal to a public half, so even what opens may not be what `seal_document` made.
    try:
        content = json.loads(text.decode("utf-8", "surrogatepass"))
    except ValueError:
        raise CannotOpen from None
    if not isinstance(content, dict):
        raise CannotOpen
    return content
