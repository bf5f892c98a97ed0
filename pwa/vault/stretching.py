"""Argon2id: what it costs to try one password or one code."""

from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw


@dataclass(frozen=True, slots=True)
class Argon2:
    """How slow one guess is.

    Attributes:
        passes: how often one guess goes over the memory.
        memory_kib: how much memory one guess takes.
    """

    passes: int
    memory_kib: int

    def stretch(self, secret: bytes, salt: bytes, length: int) -> bytes:
        """Derive a key of `length` bytes from a secret that could be guessed."""
        return hash_secret_raw(
            secret,
            salt,
            time_cost=self.passes,
            memory_cost=self.memory_kib,
            parallelism=1,
            hash_len=length,
            type=Type.ID,
        )


@dataclass(frozen=True, slots=True)
class Costs:
    """Every cost of Argon2 in one installation, chosen in `create_app` and by no setting.

    A wrap does not store its cost: with another cost than it was made with, it does not open.

    Attributes:
        password: of staff, for the login and for the wrap of their own key; some 200 ms.
        code: of a patient, some 35 ms. Less is enough, because a code has 55 random bits.
            Source: OWASP Password Storage Cheat Sheet, Argon2id with m=19456, t=2, p=1.
        codes_ahead: how many codes a worker keeps ready; two workers with 256 each serve some 500
            shares at once.
    """

    password: Argon2 = Argon2(passes=3, memory_kib=64 * 1024)
    code: Argon2 = Argon2(passes=2, memory_kib=19_456)
    codes_ahead: int = 256


COSTS = Costs()
