import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from pwa.vault.patient.code_pool import MAX_AT_ONCE, Busy, CodePool, FreshCode
from pwa.vault.patient.codes import new_code, parse_code, stretch_code
from pwa.vault.stretching import COSTS, Costs
from tests.databases.homes import CHEAP


def holding(codes_ahead: int) -> Costs:
    return replace(CHEAP, codes_ahead=codes_ahead)


def wait_until_full(pool: CodePool, size: int) -> None:
    until = time.monotonic() + 60
    while len(pool) < size:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_code_from_the_pool_is_found_as_one_that_was_typed() -> None:
    fresh = CodePool(holding(1)).take()

    assert parse_code(fresh.code) == fresh.code
    assert fresh.secret == stretch_code(fresh.code, CHEAP.code)


def test_nothing_runs_before_the_first_code_was_asked_for() -> None:
    before = threading.active_count()

    pool = CodePool(holding(3))

    assert threading.active_count() == before
    assert len(pool) == 0


def test_the_pool_fills_itself_and_is_not_used_twice() -> None:
    pool = CodePool(holding(6))
    pool.take()
    wait_until_full(pool, 6)

    codes = {pool.take().code for _ in range(6)}

    assert len(codes) == 6
    wait_until_full(pool, 6)


@pytest.mark.alone
def test_codes_from_the_pool_are_given_at_once() -> None:
    pool = CodePool(replace(COSTS, codes_ahead=20))
    pool.take()
    wait_until_full(pool, 20)

    start = time.monotonic()
    for _ in range(5):
        pool.take()

    assert time.monotonic() - start < 5 * 0.010  # stretching a code takes 35 ms or more


def test_many_at_once_get_a_code_each() -> None:
    pool = CodePool(holding(8), patience_seconds=60)
    with ThreadPoolExecutor(12) as people:
        taken: list[FreshCode] = list(people.map(lambda _: pool.take(), range(40)))

    assert len({fresh.code for fresh in taken}) == 40


def test_few_codes_are_stretched_at_once_and_the_rest_is_told_to_come_back() -> None:
    pool = CodePool(holding(0), patience_seconds=0)
    inside, go_on = threading.Barrier(MAX_AT_ONCE + 1), threading.Event()

    def occupy() -> None:
        with pool._place(0):
            inside.wait(10)
            go_on.wait(10)

    with ThreadPoolExecutor(MAX_AT_ONCE) as people:
        occupied = [people.submit(occupy) for _ in range(MAX_AT_ONCE)]
        inside.wait(10)
        with pytest.raises(Busy) as error:
            pool.stretch(new_code())
        go_on.set()
        for each in occupied:
            each.result()

    assert error.value.retry_after_seconds > 0
    code = new_code()
    assert pool.stretch(code) == stretch_code(code, CHEAP.code)


def test_filling_waits_while_people_need_the_gate() -> None:
    pool = CodePool(holding(2), patience_seconds=60)
    with pool._place(0), pool._place(0):
        pool._start_filling()
        time.sleep(0.2)
        assert len(pool) == 0
    wait_until_full(pool, 2)


def test_a_fresh_code_stays_out_of_logs() -> None:
    fresh = CodePool(holding(1)).take()

    assert fresh.code not in repr(fresh)


def test_a_forked_worker_hands_out_none_of_its_parents_codes() -> None:
    # A subprocess forks: a fork of the test process would copy its threads and locks.
    script = """
import os, time
from pwa.vault.patient.code_pool import CodePool
from pwa.vault.stretching import Costs
pool = CodePool(Costs(codes_ahead=3))
pool.take()
while len(pool) < 3: time.sleep(0.01)
mine = {fresh.code for fresh in pool._ready}
if child := os.fork():
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
assert len(pool) == 0
assert pool.take().code not in mine
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
