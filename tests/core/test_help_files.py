"""Files of help services, read in a child process."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from pwa.directory.exchange.files.core import FileRefused
from pwa.directory.exchange.files.process import run_child
from pwa.directory.exchange.result import ReadLine, ResultDamaged, unpack_lines
from pwa.directory.hsds import write_service
from pwa.directory.packaged import load_services

TODAY = date(2026, 11, 30)


def _quietly(_done: int, _total: int) -> None:
    """Where a test does not look at the progress."""


def _read(data: bytes, on_progress: Callable[[int, int], None] = _quietly) -> list[ReadLine]:
    return list(unpack_lines(run_child(data, on_progress, today=TODAY).packed))


def _refusal(data: bytes, *, seconds: float = 15) -> str:
    with pytest.raises(FileRefused) as refused:
        run_child(data, _quietly, today=TODAY, seconds=seconds)
    return refused.value.message


@pytest.fixture(scope="module")
def examples() -> bytes:
    services = load_services("overvecht")
    return json.dumps([write_service(service) for service in services]).encode()


def test_progress_is_told_until_all_lines_are_read(examples: bytes) -> None:
    told: list[tuple[int, int]] = []

    lines = _read(examples, lambda *progress: told.append(progress))

    assert told[-1] == (len(lines), len(lines))


def test_a_child_that_takes_too_long_is_ended(examples: bytes) -> None:
    assert _refusal(examples, seconds=0.01).startswith("Reading the file takes too long.")


def test_what_goes_wrong_while_progress_is_kept_is_told_to_the_caller(examples: bytes) -> None:
    def fail(_done: int, _total: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        run_child(examples, fail, today=TODAY)


def test_a_result_that_is_cut_off_is_noticed(examples: bytes) -> None:
    packed = run_child(examples, _quietly, today=TODAY).packed

    for damaged in (packed[:-20], packed[: len(packed) // 2], b"", b"nothing of ours"):
        with pytest.raises(ResultDamaged):
            list(unpack_lines(damaged))
