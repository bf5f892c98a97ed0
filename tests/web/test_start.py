"""How the application starts, and with which settings it refuses to start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from pwa.app import create_app
from pwa.config import DEFAULT_KEK_FILE, DEMO_FILE, SettingsError, create_kek_file
from pwa.store.tenants import TooStrong
from pwa.web.extensions import db
from tests.databases.homes import APP_ROLE, Home

pytestmark = pytest.mark.on_one_database

SITE = "https://gesprek.example"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give the folder for the data of an installation."""
    return tmp_path / "data"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Give the fewest settings that an installation starts with; the key file exists."""
    path = tmp_path / "keys" / "kek"
    path.parent.mkdir()
    create_kek_file(path)
    return {
        "GESPREK_BASE_URL": SITE,
        "GESPREK_TRUSTED_PROXIES": "1",
        "GESPREK_KEK_FILE": str(path),
    }


def test_outside_the_demo_there_is_no_demo(settings: dict[str, str], data: Path) -> None:
    app = create_app(settings, data)

    answer = app.test_cli_runner().invoke(args=["demo", "--json"])

    assert answer.exit_code == 1
    assert "not a demo" in answer.output
    assert app.config["DEMO_SLUG"] is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("GESPREK_KEK_FILE", "/nowhere/kek", "flask keys create /nowhere/kek"),
        ("GESPREK_BASE_URL", "", "Name the address of the site"),
        ("GESPREK_BASE_URL", "gesprek.example", "must be https"),
        ("GESPREK_BASE_URL", "http://gesprek.example", "must be https"),
        ("GESPREK_BASE_URL", "https://gesprek.example/app", "without a path"),
        ("GESPREK_TRUSTED_PROXIES", "0", "GESPREK_TRUSTED_PROXIES must say how many"),
        ("GESPREK_TRUSTED_PROXIES", "one", "a whole number"),
        ("GESPREK_TRUSTED_PROXIES", "-1", "a whole number"),
    ],
)
def test_an_unsafe_start_is_refused_in_a_sentence(
    settings: dict[str, str], data: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingsError, match=sentence):
        create_app({**settings, name: value}, data)


def test_without_proxies_only_this_machine_is_served(settings: dict[str, str], data: Path) -> None:
    settings |= {"GESPREK_BASE_URL": "http://localhost:8000", "GESPREK_TRUSTED_PROXIES": "0"}

    assert create_app(settings, data).config["BASE_URL"] == "http://localhost:8000"


def test_the_key_file_lies_beside_no_database(settings: dict[str, str], data: Path) -> None:
    beside = data / "kek"
    data.mkdir()
    create_kek_file(beside)

    with pytest.raises(SettingsError, match="beside the database"):
        create_app({**settings, "GESPREK_KEK_FILE": str(beside)}, data)
    assert data not in DEFAULT_KEK_FILE.parents
    del settings["GESPREK_KEK_FILE"]
    with pytest.raises(SettingsError, match=str(DEFAULT_KEK_FILE)):
        create_app(settings, data)


@pytest.mark.parametrize("content", ["", "00" * 32, "abcd", "zz" * 32, "ab" * 31])
def test_a_weak_key_is_refused(settings: dict[str, str], data: Path, content: str) -> None:
    path = Path(settings["GESPREK_KEK_FILE"])
    path.chmod(0o600)
    path.write_text(content)

    with pytest.raises(SettingsError, match="32 random bytes"):
        create_app(settings, data)


def test_a_key_that_others_can_read_is_refused(settings: dict[str, str], data: Path) -> None:
    Path(settings["GESPREK_KEK_FILE"]).chmod(0o444)

    with pytest.raises(SettingsError, match="chmod 400"):
        create_app(settings, data)


def test_the_command_that_makes_the_key_file_needs_none(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """Run the real command in a process of its own, as an operator does."""
    path = tmp_path / "new" / "kek"
    path.parent.mkdir()
    settings |= {
        "GESPREK_KEK_FILE": str(path),
        "GESPREK_DATABASE_URL": f"sqlite:///{tmp_path / 'gesprek.sqlite3'}",
    }
    environ = {**os.environ, **settings}

    with pytest.raises(SettingsError, match="does not exist"):
        create_app(settings, tmp_path / "data")
    early = subprocess.run(
        [*FLASK, "db", "upgrade"], env=environ, capture_output=True, text=True, check=False
    )
    assert early.returncode != 0
    assert f"flask keys create {path}" in early.stderr.splitlines()[-1]
    assert "Traceback" not in early.stderr
    subprocess.run([*FLASK, "keys", "create", str(path)], env=environ, check=True)
    subprocess.run([*FLASK, "db", "upgrade"], env=environ, check=True, capture_output=True)

    assert path.stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("leftover", [True, False])
def test_what_a_demo_left_behind_relaxes_nothing(
    settings: dict[str, str], data: Path, leftover: bool
) -> None:
    data.mkdir()
    if leftover:
        (data / DEMO_FILE).write_text("{}")

    assert create_app(settings, data).config["IS_DEMO"] is False
    del settings["GESPREK_BASE_URL"]
    with pytest.raises(SettingsError, match="GESPREK_BASE_URL"):
        create_app(settings, data)


def test_a_demo_goes_on_without_its_variable(data: Path) -> None:
    data.mkdir()
    (data / DEMO_FILE).write_text("{}")

    assert create_app({}, data).config["IS_DEMO"] is True


@pytest.mark.postgresql
@pytest.mark.parametrize("demo", ["0", "1"])
def test_nothing_starts_as_the_owner(home: Home, settings: dict[str, str], demo: str) -> None:
    keys = Path(settings["GESPREK_KEK_FILE"])
    keys.chmod(0o600)
    keys.write_bytes((home.instance / "kek").read_bytes())
    environ = {**settings, "GESPREK_DATABASE_URL": home.database_url, "GESPREK_DEMO": demo}
    with pytest.raises(TooStrong):
        create_app(environ, home.instance)

    weak = environ | {"GESPREK_DATABASE_URL": home.environ["GESPREK_DATABASE_URL"]}
    app = create_app(weak, home.instance)
    with app.app_context():
        assert db.session.scalar(text("SELECT current_user")) == APP_ROLE
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def site(home: Home) -> Iterator[Flask]:
    """The example practice under an address of its own, behind one proxy."""
    with home.app(GESPREK_BASE_URL=SITE, GESPREK_TRUSTED_PROXIES="1") as app:
        yield app


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "elsewhere.example"},
        {"Host": "127.0.0.1:8000"},
        {"X-Forwarded-Host": "elsewhere.example"},
        {"X-Forwarded-Proto": "http"},
        {"X-Forwarded-Prefix": "/elsewhere"},
    ],
)
def test_no_header_gets_into_a_link_or_takes_the_lock_off(
    site: Flask, headers: dict[str, str]
) -> None:
    client = site.test_client()
    fields = {"uid": "6b1daafc-7983-4b42-a0f5-0ca4d3c12e9e", "consent": "1"}
    answer = client.post(
        "/nl/check/de-dreef",
        data=fields,
        headers={"Accept": "application/json", "Origin": SITE, **headers},
    )

    assert answer.status_code == 201, "a proxy that hands nothing on breaks no form"
    assert answer.json is not None
    assert answer.json["link"].startswith(f"{SITE}/nl/open#")
    assert answer.headers["Set-Cookie"].startswith("__Host-gesprek=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_the_visitors_address_is_the_one_that_the_proxy_saw(site: Flask) -> None:
    """Our proxy appends the address to `X-Forwarded-For`; entries before it may be forged."""
    client, statuses = site.test_client(), []
    for number in range(6):
        headers = {"X-Forwarded-For": f"192.0.2.{number}, 203.0.113.9", "Origin": SITE}
        fields = {"link": f"{number}" * 21 + "A"}
        statuses.append(client.post("/nl/open", data=fields, headers=headers).status_code)

    assert statuses == [404] * 5 + [429]
