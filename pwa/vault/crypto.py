"""Sealing and wrapping, put together from libsodium, OpenSSL and Argon2; nothing here is home-made.

Every blob begins with a byte that names its format. That byte is checked or authenticated when the
blob is opened, so formats can be added later, and a blob of one format never opens as another.

A wrap is bound to a context: a text (AAD) that names the row of the wrap. A wrap that was copied to
another row does not open.
"""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from pwa.vault.stretching import COSTS, Argon2, Costs

KEY_BYTES = 32
PADDED_TO_BYTES = 1024
_NONCE_BYTES = 12
_SALT_BYTES = 16
_KEY_ID_BYTES = 4


class Format(IntEnum):
    """The first byte of a blob."""

    SEALED = 0x01
    CONTENT = 0x02
    WRAPPED_BY_SECRET = 0x03
    WRAPPED_BY_PASSWORD = 0x04
    WRAPPED_BY_MASTER = 0x05


class CannotOpen(Exception):
    """Wrong key, wrong context or damaged: one error, so an attacker cannot tell them apart."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An X25519 key: anyone may seal to its public half, only the private half opens."""

    public: bytes
    private: bytes = field(repr=False)


def new_key_pair() -> KeyPair:
    """Make a key pair from the system's randomness."""
    private = PrivateKey.generate()
    return KeyPair(public=bytes(private.public_key), private=bytes(private))


def public_half(private: bytes) -> bytes:
    """Compute the public half that belongs to a private one."""
    return bytes(PrivateKey(private).public_key)


def seal_to(public: bytes, message: bytes) -> bytes:
    """Seal a message so that only the holder of the private half can read it.

    A sealed box authenticates neither its sender nor its row. Content that must not be moved to
    another row belongs in a document (`records.seal_document`), which is bound to its address.
    """
    return bytes([Format.SEALED]) + SealedBox(PublicKey(public)).encrypt(message)


def open_sealed(private: bytes, blob: bytes) -> bytes:
    """Open what `seal_to` made.

    Raises:
        CannotOpen: another key, or damaged.
    """
    _, body = _split(blob, Format.SEALED, 0)
    try:
        return SealedBox(PrivateKey(private)).decrypt(body)
    except CryptoError:
        raise CannotOpen from None


def encrypt(key: bytes, message: bytes, associated: bytes) -> bytes:
    """Encrypt contents, padded to a multiple of 1 kB so that their length tells little.

    Args:
        key: 32 bytes, made for this content alone.
        message: at most a few hundred kilobytes; it is held in memory whole.
        associated: AAD that says where the content belongs; only the same value decrypts it.
    """
    padded = sodium_pad(message, PADDED_TO_BYTES)
    return _lock(key, Format.CONTENT, b"", padded, associated)


def decrypt(key: bytes, blob: bytes, associated: bytes) -> bytes:
    """Decrypt what `encrypt` made.

    Raises:
        CannotOpen: another key, other associated data, or damaged.
    """
    padded = _unlock(key, Format.CONTENT, 0, blob, associated)
    try:
        return sodium_unpad(padded, PADDED_TO_BYTES)
    except CryptoError:  # made with this key, but not by `encrypt`: the padding is wrong
        raise CannotOpen from None


def derive(secret: bytes, label: str, length: int = KEY_BYTES) -> bytes:
    """Derive a key for one purpose from a secret that is random already.

    Source: RFC 5869 (HKDF), with SHA-256. Not for passwords or codes: those are stretched first.
    """
    info = f"mijn-gesprek {label}".encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)


def wrap_by_secret(secret: bytes, message: bytes, context: str) -> bytes:
    """Wrap a key by a secret of at least 128 random bits, or by a stretched code."""
    key = derive(secret, f"wrap {context}")
    return _lock(key, Format.WRAPPED_BY_SECRET, b"", message, context.encode())


def unwrap_by_secret(secret: bytes, blob: bytes, context: str) -> bytes:
    """Unwrap what `wrap_by_secret` made.

    Raises:
        CannotOpen: another secret, another context, or damaged.
    """
    key = derive(secret, f"wrap {context}")
    return _unlock(key, Format.WRAPPED_BY_SECRET, 0, blob, context.encode())


def normal_form(password: str) -> bytes:
    """Normalise a password (NFKD): full-width letters and split accents give the same bytes."""
    return unicodedata.normalize("NFKD", password).encode("utf-8", "surrogatepass")


def wrap_by_password(password: str, message: bytes, context: str, cost: Argon2) -> bytes:
    """Wrap a key by a password that a person chose."""
    salt = os.urandom(_SALT_BYTES)
    key = _stretch_password(password, salt, cost)
    return _lock(key, Format.WRAPPED_BY_PASSWORD, salt, message, context.encode())


def unwrap_by_password(password: str, blob: bytes, context: str, cost: Argon2) -> bytes:
    """Unwrap what `wrap_by_password` made.

    Raises:
        CannotOpen: another password, another context, another cost, or damaged.
    """
    salt, _ = _split(blob, Format.WRAPPED_BY_PASSWORD, _SALT_BYTES)
    key = _stretch_password(password, salt, cost)
    return _unlock(key, Format.WRAPPED_BY_PASSWORD, _SALT_BYTES, blob, context.encode())


class MasterKey:
    """A key from outside the database (KEK), which makes the outer layer of the wraps in it."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("a master key has 32 bytes")
        self._secret = secret
        self._wrap_key = self.derive("wrap")
        self.short_id = self.derive("key id")[:_KEY_ID_BYTES]

    @property
    def wrap_start(self) -> bytes:
        """The bytes that each wrap of this key begins with, so that a query can find the others."""
        return bytes([Format.WRAPPED_BY_MASTER]) + self.short_id

    def derive(self, label: str) -> bytes:
        """Derive the 32-byte key of one purpose."""
        return derive(self._secret, label)

    def mac(self, label: str, data: bytes) -> bytes:
        """Compute an HMAC-SHA256 under a key that is derived for this label."""
        return hmac.digest(self.derive(f"mac {label}"), data, hashlib.sha256)

    def wrap(self, message: bytes, context: str) -> bytes:
        """Wrap; the blob holds the short id of this key, by which a later ring finds the key."""
        return _lock(
            self._wrap_key, Format.WRAPPED_BY_MASTER, self.short_id, message, context.encode()
        )

    def unwrap(self, blob: bytes, context: str) -> bytes:
        """Unwrap what this key wrapped.

        Raises:
            CannotOpen: another key, another context, or damaged.
        """
        return _unlock(
            self._wrap_key, Format.WRAPPED_BY_MASTER, _KEY_ID_BYTES, blob, context.encode()
        )


class MasterKeys:
    """The ring of master keys: the current one wraps, the older ones still open.

    Args:
        current: 32 bytes.
        older: keys of before a rotation, 32 bytes each, newest first.
        costs: what stretching a password or a code costs in this installation.
    """

    def __init__(self, current: bytes, *older: bytes, costs: Costs = COSTS) -> None:
        self._ring = tuple(map(MasterKey, (current, *older)))
        self.costs = costs

    @property
    def current(self) -> MasterKey:
        """The key that wraps from now on."""
        return self._ring[0]

    @property
    def root(self) -> MasterKey:
        """The key of lookups and signatures; in `InstalledKeys` one that no rotation changes."""
        return self.current

    def derive(self, label: str) -> bytes:
        """Derive the 32-byte key of one purpose from the root key: the same after a rotation."""
        return self.root.derive(label)

    def mac(self, label: str, data: bytes) -> bytes:
        """Compute an HMAC under the root key: the same after a rotation."""
        return self.root.mac(label, data)

    def wrap(self, message: bytes, context: str) -> bytes:
        """Wrap by the current key."""
        return self.current.wrap(message, context)

    def unwrap(self, blob: bytes, context: str) -> bytes:
        """Unwrap by whichever key of the ring the blob names.

        Raises:
            CannotOpen: a key that is not in the ring, another context, or damaged.
        """
        short_id, _ = _split(blob, Format.WRAPPED_BY_MASTER, _KEY_ID_BYTES)
        key = self._find(short_id)
        if key is None:
            raise CannotOpen
        return key.unwrap(blob, context)

    def rewrap(self, blob: bytes, contexts: Iterable[str]) -> bytes:
        """Wrap by the current key what an older one wrapped.

        Args:
            contexts: the blob was wrapped under one of these; the new wrap gets the same one.

        Raises:
            CannotOpen: a key that is not in the ring, none of the contexts, or damaged.
        """
        for context in contexts:
            with suppress(CannotOpen):
                return self.wrap(self.unwrap(blob, context), context)
        raise CannotOpen

    def _find(self, short_id: bytes) -> MasterKey | None:
        return next((key for key in self._ring if key.short_id == short_id), None)


def _stretch_password(password: str, salt: bytes, cost: Argon2) -> bytes:
    return cost.stretch(normal_form(password), salt, KEY_BYTES)


def _lock(key: bytes, form: Format, header: bytes, message: bytes, associated: bytes) -> bytes:
    """Build format | header | nonce | ciphertext and tag; format and header are part of the AAD."""
    head = bytes([form]) + header
    nonce = os.urandom(_NONCE_BYTES)
    return head + nonce + AESGCM(key).encrypt(nonce, message, head + associated)


def _unlock(key: bytes, form: Format, header_bytes: int, blob: bytes, associated: bytes) -> bytes:
    header, body = _split(blob, form, header_bytes)
    nonce, ciphertext = body[:_NONCE_BYTES], body[_NONCE_BYTES:]
    if len(nonce) < _NONCE_BYTES:
        raise CannotOpen
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, bytes([form]) + header + associated)
    except InvalidTag:
        raise CannotOpen from None


def _split(blob: bytes, form: Format, header_bytes: int) -> tuple[bytes, bytes]:
    """Check the first byte of a blob, and split the rest into header and body."""
    if blob[:1] != bytes([form]) or len(blob) <= header_bytes:
        raise CannotOpen
    return blob[1 : 1 + header_bytes], blob[1 + header_bytes :]
