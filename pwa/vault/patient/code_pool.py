"""Patients' codes, made ahead, so that nobody waits while a code is being stretched.

A pool belongs to one process of one app, and is in memory only. A background thread fills it once
the first code was taken: a thread started earlier would not survive the fork of a worker.
"""

import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from flask import current_app
from werkzeug.local import LocalProxy

from pwa.errors import PersonalError
from pwa.text import N_
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import PatientSecret, new_code, stretch_code
from pwa.vault.stretching import Costs

# How many codes are stretched at once; each takes 19 MiB and one core.
MAX_AT_ONCE = 2
_PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.05
_NICE = 10
_NAME = "code_pool"


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
    """A code that nobody has yet, and the secret that was stretched from it."""

    code: str = field(repr=False)
    secret: PatientSecret


class CodePool:
    """Codes made ahead, and a semaphore that lets at most `MAX_AT_ONCE` threads stretch one.

    Args:
        costs: what stretching a code costs, and how many codes are kept ready.
        patience_seconds: how long a request waits for the semaphore before it raises `Busy`.
    """

    def __init__(self, costs: Costs, *, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._cost = costs.code
        self._size = costs.codes_ahead
        self._patience_seconds = patience_seconds
        self.start_empty()
        _pools.add(self)

    def start_empty(self) -> None:
        """Forget all codes: after a fork, parent and child would hand out the same ones."""
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
            return stretch_code(code, self._cost)

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
        # Requests go first: this thread gets a lower priority, where the system allows that.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while len(self._ready) < self._size:
            code = new_code()
            try:
                with self._place(0):
                    secret = stretch_code(code, self._cost)
            except Busy:
                time.sleep(_PAUSE_SECONDS)
                continue
            self._ready.append(FreshCode(code, secret))


def _pool_of_app() -> CodePool:
    """Give the pool of the app that answers; it is empty until its first code is taken."""
    if _NAME not in current_app.extensions:
        # `setdefault`, so that two first requests at the same time get the same pool.
        current_app.extensions.setdefault(_NAME, CodePool(master_keys().costs))
    pool: CodePool = current_app.extensions[_NAME]
    return pool


def _start_all_empty() -> None:
    for pool in tuple(_pools):
        pool.start_empty()


POOL: CodePool = LocalProxy(_pool_of_app)  # type: ignore[assignment]
_pools: weakref.WeakSet[CodePool] = weakref.WeakSet()
os.register_at_fork(after_in_child=_start_all_empty)
