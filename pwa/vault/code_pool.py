"""Patients' codes, made ahead, so that nobody waits while a code is being stretched.

A pool belongs to one process and lives in its memory only. It fills itself in the background once the
first code was taken: a thread started earlier would not survive the fork of a worker.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from pwa.errors import PersonalError
from pwa.text import N_
from pwa.vault.codes import PatientSecret, new_code, stretch_code

# With 19 MiB each, and each busy on a core.
MAX_AT_ONCE = 2
# 500 shares at once, over two workers.
_POOL_SIZE = 256
_PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.05
_NICE = 10


class Busy(PersonalError):
    """Too many codes are being worked on; the answer is 503 with Retry-After.

    Attributes:
        retry_after_seconds: when to try again.
    """

    def __init__(self, retry_after_seconds: int = 2) -> None:
        super().__init__(N_("It is very busy at the moment. Please try again in a few seconds."))
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class FreshCode:
    """A code that nobody has yet, and what it finds and opens with."""

    code: str = field(repr=False)
    secret: PatientSecret


class CodePool:
    """Codes made ahead, and the gate that lets few stretch at once.

    Args:
        size: how many codes are kept ready.
        patience_seconds: how long a request waits at the gate before it is `Busy`.
    """

    def __init__(
        self, size: int = _POOL_SIZE, *, patience_seconds: float = _PATIENCE_SECONDS
    ) -> None:
        self._size = size
        self._patience_seconds = patience_seconds
        self.start_empty()

    def start_empty(self) -> None:
        """Forget everything: after a fork, parent and child would hand out the same codes."""
        self._gate = threading.BoundedSemaphore(MAX_AT_ONCE)
        self._lock = threading.Lock()
        self._ready: deque[FreshCode] = deque()
        self._filler: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._ready)

    def take(self) -> FreshCode:
        """Take a code for one conversation; made on the spot when the pool is empty.

        Raises:
            Busy: the pool is empty and too many others wait already.
        """
        with self._lock:
            fresh = self._ready.popleft() if self._ready else None
            if len(self._ready) <= self._size // 2:
                self._start_filling()
        if fresh is not None:
            return fresh
        code = new_code()
        return FreshCode(code, self.stretch(code))

    def stretch(self, code: str) -> PatientSecret:
        """Stretch a code that somebody typed; count the attempt before calling this.

        Args:
            code: as `codes.parse_code` gives it.

        Raises:
            Busy: too many others wait already.
        """
        with self._place(self._patience_seconds):
            return stretch_code(code)

    @contextmanager
    def _place(self, patience_seconds: float) -> Iterator[None]:
        gate = self._gate
        if not gate.acquire(timeout=patience_seconds):
            raise Busy
        try:
            yield
        finally:
            gate.release()

    def _start_filling(self) -> None:
        if self._filler is None or not self._filler.is_alive():
            self._filler = threading.Thread(target=self._fill, name="codes", daemon=True)
            self._filler.start()

    def _fill(self) -> None:
        with suppress(OSError):  # people who wait go first, where a thread can be nice
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while len(self._ready) < self._size:
            code = new_code()
            try:
                with self._place(0):
                    secret = stretch_code(code)
            except Busy:
                time.sleep(_PAUSE_SECONDS)
                continue
            self._ready.append(FreshCode(code, secret))


POOL = CodePool()
os.register_at_fork(after_in_child=POOL.start_empty)
