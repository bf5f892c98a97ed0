"""Accounts made when the app still used Flask-Security log in with all they had.

`login_of_november.json` holds the rows of a practice and its GP as commit 2b3723d stored them, and
the GP's secrets: password, app, recovery codes, passkey. The password's hash has the Argon2 costs
of a real installation; everything else has the cheap costs of the tests.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Connection, select, text

from pwa.staff.models import Account
from pwa.web.extensions import db
from tests.databases.homes import CHEAP, Home
from tests.pages.checked import check_page, open_page
from tests.people.authenticators import SecurityKey, decode
from tests.people.logins import CODES, LIST, RECOVERY, give, give_code, give_password, is_inside
from tests.people.passkeys import PASSKEY, show
from tests.people.stories import Login, find_token

OLD: dict[str, Any] = json.loads(Path(__file__).with_name("login_of_november.json").read_text())
GP = Login(OLD["email"], OLD["password"], OLD["totp"])
APP = "/practice/account/second-factor/app"


def insert_rows(connection: Connection) -> None:
    # The migrations made a new root key; the old rows need the old one.
    connection.execute(text("DELETE FROM server_key"))
    for table, rows in OLD["rows"].items():
        for row in rows:
            values = {
                name: bytes.fromhex(value["hex"]) if isinstance(value, dict) else value
                for name, value in row.items()
            }
            names = ", ".join(values)
            places = ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An installation with the old rows, on SQLite, migrated to the newest tables."""
    kek = tmp_path / "kek"
    kek.touch(mode=0o600)
    kek.write_text(OLD["kek"])
    with Home(tmp_path, f"sqlite:///{tmp_path}/gesprek.sqlite3", CHEAP).app() as app:
        with app.app_context():
            upgrade(revision=OLD["revision"])
            with db.engine.begin() as connection:
                insert_rows(connection)
            upgrade()
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def stored_account(app: Flask) -> Account:
    with app.app_context():
        return db.session.scalars(select(Account)).one()


def test_the_password_and_the_app_still_open_the_keys(client: FlaskClient) -> None:
    assert give_password(client, GP).location == f"{PASSKEY}?next={LIST}"

    assert give_code(client, GP.second_factor()).location == LIST

    assert is_inside(client)


def test_another_password_is_still_wrong(client: FlaskClient) -> None:
    assert give_password(client, GP, f"{GP.password}!").status_code == 422


def test_the_hash_takes_the_costs_of_the_installation_at_the_next_login(
    app: Flask, client: FlaskClient
) -> None:
    before = stored_account(app).password or ""
    give_password(client, GP)
    after = stored_account(app).password or ""

    assert before.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert after.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert give_password(app.test_client(), GP).status_code == 303


def test_the_passkey_still_opens_it(client: FlaskClient) -> None:
    private = load_der_private_key(bytes.fromhex(OLD["private"]), None)
    assert isinstance(private, EllipticCurvePrivateKey)
    key = SecurityKey(credential_id=decode(OLD["credential"]), private=private, count=OLD["count"])
    give_password(client, GP)

    assert show(client, key).location == LIST
    assert is_inside(client)


def test_each_recovery_code_still_works_once(app: Flask) -> None:
    for code in OLD["codes"]:
        client = app.test_client()
        give_password(client, GP)
        assert give(client, RECOVERY, code=code).location == LIST

    client = app.test_client()
    give_password(client, GP)
    assert give(client, RECOVERY, code=OLD["codes"][0]).status_code == 422
    assert stored_account(app).mf_recovery_codes == []


def test_a_login_leaves_the_secret_of_the_app_as_it_was_stored(
    app: Flask, client: FlaskClient
) -> None:
    # A restore empties a secret that differs from that in the journal, so no login may change it.
    before = stored_account(app).tf_totp_secret
    give_password(client, GP)
    give_code(client, GP.second_factor())

    assert stored_account(app).tf_totp_secret == before


def test_another_app_is_stored_in_the_newer_way(app: Flask, client: FlaskClient) -> None:
    give_password(client, GP)
    give_code(client, GP.second_factor())
    page = open_page(client, APP)
    key = "".join(page.find("p[@data-totp-key]").itertext()).replace("-", "").strip()

    code = pyotp.TOTP(key).now()
    fields = {"csrf_token": find_token(page.response.text), "code": code}
    assert client.post(APP, data=fields).status_code == 303

    secret = stored_account(app).tf_totp_secret or ""
    assert secret.startswith("gAAAA")
    assert key not in secret
    assert check_page(client.get(CODES)).response.status_code == 200
