"""What guessing a password or code costs: only these tests use the costs of production."""

import inspect
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from argon2.low_level import Type, hash_secret_raw

from pwa.account.password_hashes import hash_password, verify_password
from pwa.app import create_app
from pwa.vault.crypto import CannotOpen, unwrap_by_password, wrap_by_password
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.code_pool import POOL
from pwa.vault.patient.codes import new_code, stretch_code
from pwa.vault.stretching import COSTS, Costs
from tests.databases.homes import CHEAP


def test_a_password_costs_three_passes_over_64_mib() -> None:
    key = hash_secret_raw(b"fiets", b"s" * 16, 3, 65_536, 1, 32, Type.ID)

    assert COSTS.password.stretch(b"fiets", b"s" * 16, 32) == key


def test_a_code_costs_two_passes_over_19_mib() -> None:
    key = hash_secret_raw(b"0123456789AB", b"mijn-gesprek code", 2, 19_456, 1, 32, Type.ID)

    assert stretch_code("0123456789AB", COSTS.code).secret == key


def test_nobody_lowers_the_costs_of_a_running_app() -> None:
    with pytest.raises(FrozenInstanceError):
        COSTS.codes_ahead = 0  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        COSTS.password.passes = 1  # type: ignore[misc]


def test_what_was_wrapped_at_another_cost_stays_closed() -> None:
    blob = wrap_by_password("fiets", bytes(32), "care", CHEAP.password)

    with pytest.raises(CannotOpen):
        unwrap_by_password("fiets", blob, "care", COSTS.password)


def test_an_app_has_the_real_costs_in_all_three_places_whatever_its_environment_says(
    tmp_path: Path,
) -> None:
    lowered = {f"GESPREK_{name}": "1" for name in ("COSTS", "ARGON2", "CODES_AHEAD", "CHEAP")}
    passlib = {"SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": "{}", "TESTING": "1"}

    app = create_app({"GESPREK_DEMO": "1", **lowered, **passlib}, tmp_path)

    with app.app_context():
        assert master_keys().costs == Costs()
        login_hash = hash_password("fiets")
        assert login_hash.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
        assert verify_password("fiets", login_hash)
        code = new_code()
        assert POOL.stretch(code) == stretch_code(code, COSTS.code)


def test_the_costs_come_in_by_an_argument_that_only_tests_give() -> None:
    assert inspect.signature(create_app).parameters["costs"].default is COSTS
    package = Path(inspect.getfile(create_app)).parent
    callers = [file for file in package.rglob("*.py") if "Costs(" in file.read_text("utf-8")]
    assert callers == [package / "vault/stretching.py"]
