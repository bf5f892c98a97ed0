"""Commands of the demo and of the key file."""

import json
from pathlib import Path

from flask import Flask

from tests.people.stories import DemoLogin


def test_the_demo_tells_robots_how_to_log_in(app: Flask, demo: DemoLogin) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "--json"])

    login = json.loads(answer.output)
    assert list(login) == ["url", "slug", "email", "password", "totp_secret", "recovery_key"]
    assert login["email"] == demo.email
    assert app.test_client().get(f"/nl/p/{login['slug']}").status_code == 200


def test_the_demo_is_printed_for_people_too(app: Flask) -> None:
    assert "totp_secret" in app.test_cli_runner().invoke(args=["demo"]).output


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
