"""Commands, and how the application starts or refuses to."""

import json
from pathlib import Path

import pytest
from flask import Flask

from pwa.app import create_app
from pwa.config import SettingsError, create_kek_file
from tests.people import DemoLogin


def test_the_demo_tells_robots_how_to_log_in(app: Flask, demo: DemoLogin) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "--json"])

    login = json.loads(answer.output)
    assert list(login) == ["url", "slug", "email", "password", "totp_secret", "recovery_key"]
    assert login["email"] == demo.email
    assert app.test_client().get(f"/nl/p/{login['slug']}").status_code == 200


def test_the_demo_is_printed_for_people_too(app: Flask) -> None:
    assert "totp_secret" in app.test_cli_runner().invoke(args=["demo"]).output


def test_outside_the_demo_there_is_no_demo(tmp_path: Path) -> None:
    create_kek_file(tmp_path / "kek")
    app = create_app({}, tmp_path)

    answer = app.test_cli_runner().invoke(args=["demo", "--json"])

    assert answer.exit_code == 1
    assert "not a demo" in answer.output
    assert app.config["DEMO_SLUG"] is None


def test_without_a_key_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="flask keys create"):
        create_app({}, tmp_path)


@pytest.mark.parametrize("content", ["", "00" * 32, "abcd", "zz" * 32, "ab" * 31])
def test_a_weak_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kek"
    path.write_text(content)
    path.chmod(0o400)

    with pytest.raises(SettingsError, match="32 random bytes"):
        create_app({}, tmp_path)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    create_kek_file(tmp_path / "kek")
    (tmp_path / "kek").chmod(0o444)

    with pytest.raises(SettingsError, match="chmod 400"):
        create_app({}, tmp_path)


def test_a_key_is_made_once_and_never_overwritten(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "new-key"
    runner = app.test_cli_runner()

    first = runner.invoke(args=["keys", "create", str(path)])
    key = path.read_text()
    second = runner.invoke(args=["keys", "create", str(path)])

    assert first.exit_code == 0
    assert path.stat().st_mode & 0o777 == 0o400
    assert second.exit_code == 1
    assert path.read_text() == key
