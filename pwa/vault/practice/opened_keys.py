"""The opened keys of a practice: of all generations, because older rows name older keys."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pwa.vault.crypto import CannotOpen
from pwa.vault.practice.models import KeyKind


@dataclass(frozen=True, slots=True)
class HeldKey:
    """The private half of one generation of a practice's key.

    Attributes:
        practice_key_id: of the `PracticeKey` row with the public half; sealed rows refer to it.
    """

    practice_key_id: int
    kind: KeyKind
    generation: int
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """The opened keys of a person in a practice; empty for whoever waits to be given them."""

    keys: tuple[HeldKey, ...] = ()

    def __iter__(self) -> Iterator[HeldKey]:
        return iter(self.keys)

    def private(self, practice_key_id: int) -> bytes:
        """Give the private half of the key with this id.

        Raises:
            CannotOpen: it is not among these keys, whether of this practice or of another.
        """
        for key in self.keys:
            if key.practice_key_id == practice_key_id:
                return key.private
        raise CannotOpen

    def holds(self, kind: KeyKind) -> bool:
        """Say whether anything of this kind can be opened."""
        return any(key.kind == kind for key in self.keys)

    def replaced(self) -> Iterator[tuple[HeldKey, HeldKey]]:
        """Pair every older key with the newest of its kind."""
        for new in self:
            generations = [key.generation for key in self.of([new.kind])]
            if new.generation == max(generations):
                for old in self.of([new.kind]):
                    if old.generation < new.generation:
                        yield old, new

    def of(self, kinds: Collection[KeyKind]) -> "HeldKeys":
        """Give the keys of these kinds only, such as the kinds that a role may hold."""
        return HeldKeys(tuple(key for key in self.keys if key.kind in kinds))


def dump_keys(keys: HeldKeys) -> bytes:
    """Write keys as JSON, not encrypted: the caller wraps it at once."""
    rows = [
        [key.practice_key_id, key.kind.value, key.generation, key.private.hex()] for key in keys
    ]
    return json.dumps(rows).encode()


def load_keys(content: bytes) -> HeldKeys:
    """Read what `dump_keys` wrote."""
    rows = json.loads(content)
    return HeldKeys(
        tuple(
            HeldKey(key_id, KeyKind(kind), generation, bytes.fromhex(private))
            for key_id, kind, generation, private in rows
        )
    )
