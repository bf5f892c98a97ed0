"""Secrets of apps as they were stored until November 2026, by passlib's `AppWallet`, in JSON.

They are read and never written: an app that is set up again gets a secret of the newer sort.
Nothing encrypts them anew by itself, because after a restore the journal takes a secret that
changed since the backup for one that its owner had to replace.
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

_KEY_BYTES = 32
_COUNTER_BYTES = 16
_BASE32_GROUP = 8


def is_one(secret: str) -> bool:
    """Say whether a stored secret is of the older sort."""
    return secret.startswith("{")


def decrypt(secret: str, key: bytes) -> bytes:
    """Decrypt a stored secret, to the bytes that the app holds.

    Args:
        secret: as `{"enckey": {"v": 1, "c": cost, "t": tag, "s": salt, "k": ciphertext}}`, the last
            two in base32; the tag names the root key, of which an installation has one.
        key: 32 bytes, derived from the root key for secrets of apps.
    """
    stored = json.loads(secret)["enckey"]
    salt, rounds = _read_base32(stored["s"]), 1 << stored["c"]
    stretched = hashlib.pbkdf2_hmac(
        "sha256", base64.b64encode(key), salt, rounds, _KEY_BYTES + _COUNTER_BYTES
    )
    cipher = Cipher(AES256(stretched[:_KEY_BYTES]), CTR(stretched[_KEY_BYTES:])).decryptor()
    return cipher.update(_read_base32(stored["k"])) + cipher.finalize()


def _read_base32(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % _BASE32_GROUP))
