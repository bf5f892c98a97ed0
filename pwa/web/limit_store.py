"""The store of the rate limits: one that all workers share, or memory while that one is away.

Only an error of the store itself makes a worker count alone. Any other error, such as of a body
that is too large for a limit that counts by a form field, is an error of that request.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final, TypeVar, cast

from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string

from pwa.web import watch

SCHEME: Final = "shared"
# For so long, a store that did not answer is not asked again: each attempt may take a second.
_ASK_AGAIN_AFTER_S = 5.0

T = TypeVar("T")


class SharedStore(Storage):
    """Counts in a shared store, and for this process alone while that one does not answer.

    Args:
        store: its address, such as `redis://localhost`.
        options: of the shared store.
    """

    STORAGE_SCHEME = [SCHEME]

    def __init__(
        self, uri: str | None = None, *, store: str, **options: float | str | bool
    ) -> None:
        super().__init__(uri)
        shared = storage_from_string(store, wrap_exceptions=True, **options)
        self._shared = cast(Storage, shared)  # only addresses with `async+` give the other kind
        self._own = MemoryStorage()
        self._ask_at = 0.0
        self._is_away = False

    @property
    def base_exceptions(self) -> type[Exception]:
        """The class of this store's errors; none is raised, because the memory takes over."""
        return StorageError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count."""
        return self._ask(lambda store: store.incr(key, expiry, amount))

    def get(self, key: str) -> int:
        """Give the count."""
        return self._ask(lambda store: store.get(key))

    def get_expiry(self, key: str) -> float:
        """Give the moment at which the count begins anew."""
        return self._ask(lambda store: store.get_expiry(key))

    def check(self) -> bool:
        """Say whether the shared store answers."""
        try:
            return self._shared.check()
        except StorageError:
            return False

    def reset(self) -> int | None:
        """Forget every count."""
        self._own.reset()
        return self._ask(lambda store: store.reset())

    def clear(self, key: str) -> None:
        """Forget one count."""
        self._ask(lambda store: store.clear(key))

    def _ask(self, question: Callable[[Storage], T]) -> T:
        if monotonic() < self._ask_at:
            return question(self._own)
        try:
            answer = question(self._shared)
        except StorageError as error:
            self._ask_at = monotonic() + _ASK_AGAIN_AFTER_S
            if not self._is_away:  # logged once, not at every request
                watch.alarm("limits-away", kind=type(error.__cause__).__name__)
            self._is_away = True
            return question(self._own)
        if self._is_away:
            watch.report("limits-back")
        self._is_away = False
        return answer
