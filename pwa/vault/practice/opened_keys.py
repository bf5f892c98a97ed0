"""The practice's keys that somebody holds: of every generation, because old things stay readable."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pwa.vault.crypto import CannotOpen
from pwa.vault.practice.models import KeyKind


@dataclass(frozen=True, slots=True)
class HeldKey:
    """The private half of one generation of a practice's key.

    Attributes:
        practice_key_id: of the row with the public half; what is sealed names it.
    """

    practice_key_id: int
    kind: KeyKind
    generation: int
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """What somebody of a practice can open; empty for whom the keys have to be opened again."""

    keys: tuple[HeldKey, ...] = ()

    def __iter__(self) -> Iterator[HeldKey]:
        return iter(self.keys)

    def private(self, practice_key_id: int) -> bytes:
        """Give the private half that opens what names this key.

        Raises:
            CannotOpen: not held; a key of another practice looks the same.
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
        """Give those of some kinds only: what a role may hold."""
        return HeldKeys(tuple(key for key in self.keys if key.kind in kinds))


def dump_keys(keys: HeldKeys) -> bytes:
    """Write keys down, to be wrapped at once."""
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
