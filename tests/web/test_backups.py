"""A backup is one encrypted file that holds everything, and a restore brings all of it back."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import MetaData, create_engine, func, select

from pwa.backup.core import LIFETIME, name_of
from pwa.backup.restoring import read_header
from pwa.backup.sealed import read_recipients, write_sealed
from pwa.backup.service import newest_backup
from pwa.backup.stream import write_lines
from pwa.backup.tables import snapshot
from pwa.locales import LANGUAGES
from tests.databases.backups import Operator
from tests.databases.homes import Home
from tests.pages.checked import open_page
from tests.people.stories import STORY_A, share

OPEN = "/nl/open"


def count_rows(home: Home) -> dict[str, int]:
    """Count the rows of every table."""
    engine, tables = create_engine(home.database_url), MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        counts = {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in tables.sorted_tables
        }
    engine.dispose()
    return counts


def test_everything_comes_back(app: Flask, home: Home, operator: Operator) -> None:
    code = share(app.test_client(), "de-dreef", STORY_A)["code"]
    before = count_rows(home)

    restored, said = operator.restore(operator.backup())

    after = count_rows(restored)
    logged = {"access_event", "access_anchor"}
    assert {name: count for name, count in after.items() if name not in logged} == {
        name: count for name, count in before.items() if name not in logged
    }
    assert "1 practices, 1 lists" in said
    with restored.app() as again:
        assert again.test_client().post(OPEN, data={"code": code}).status_code == 303


def test_new_rows_find_free_numbers_after_a_restore(app: Flask, operator: Operator) -> None:
    share(app.test_client(), "de-dreef", STORY_A)

    with operator.restored(operator.backup()) as again:
        code = share(again.test_client(), "de-dreef", STORY_A)["code"]
        assert again.test_client().post(OPEN, data={"code": code}).status_code == 303
        answer = again.test_cli_runner().invoke(args=["practice", "create"])
        assert answer.exit_code == 0, answer.output


def test_a_backup_holds_nothing_in_clear_and_no_key_file(
    app: Flask, home: Home, operator: Operator
) -> None:
    share(app.test_client(), "de-dreef", STORY_A)

    content = operator.backup().read_bytes()

    kek = (home.instance / "kek").read_text(encoding="utf-8").strip()
    assert content.startswith(b"age-encryption.org/v1\n")
    for marker in (b"de-dreef", b"bakker@", kek.encode(), bytes.fromhex(kek)):
        assert marker not in content


def test_a_backup_can_be_looked_at_without_a_database(app: Flask, operator: Operator) -> None:
    share(app.test_client(), "de-dreef", STORY_A)

    said = operator.run(
        "backup", "check", str(operator.backup()), "--identity", str(operator.identity)
    )

    assert said.exit_code == 0, said.output
    assert "whole, and made by this installation" in said.output
    assert "1 practices, 1 lists" in said.output


@pytest.mark.parametrize("harm", ["cut", "changed", "empty"])
def test_a_damaged_backup_is_refused(harm: str, operator: Operator) -> None:
    file = operator.backup()
    content = file.read_bytes()
    place = len(content) * 2 // 3
    flipped = bytes([content[place] ^ 1])
    file.write_bytes(
        {
            "cut": content[:place],
            "changed": content[:place] + flipped + content[place + 1 :],
            "empty": b"",
        }[harm]
    )

    looked = operator.run("backup", "check", str(file), "--identity", str(operator.identity))
    put_back = operator.try_restore(file)

    assert looked.exit_code == put_back.exit_code == 1
    assert "cut off or changed" in looked.output or "does not open" in looked.output


def test_another_private_key_opens_nothing(operator: Operator) -> None:
    other = operator.new_identity("other")

    said = operator.try_restore(operator.backup(), "--identity", str(other))

    assert said.exit_code == 1
    assert "The private key does not open" in said.output


def test_another_key_file_is_refused_before_a_row_is_stored(home: Home, operator: Operator) -> None:
    file = operator.backup()
    other = home.instance / "another-kek"
    assert operator.run("keys", "create", str(other)).exit_code == 0

    empty = operator.new_home()
    said = operator.run(
        "restore", str(file), "--identity", str(operator.identity),
        home=empty, GESPREK_KEK_FILE=str(other),
    )  # fmt: skip

    assert said.exit_code == 1
    assert "The key file does not hold the key that this backup is wrapped by" in said.output
    assert count_rows(empty) == {}


def test_a_database_that_is_in_use_is_never_written_over(home: Home, operator: Operator) -> None:
    file = operator.backup()
    before = count_rows(home)

    said = operator.try_restore(file, home=home)

    assert said.exit_code == 1
    assert "The database is not empty" in said.output
    assert count_rows(home) == before


def test_a_backup_with_tables_that_no_migration_makes_is_refused(
    home: Home, operator: Operator, tmp_path: Path
) -> None:
    made, file = operator.backup(), tmp_path / "other.age"
    header = replace(read_header(made, operator.identity), revision="0012")
    recipients = read_recipients(operator.settings["GESPREK_BACKUP_RECIPIENT"])
    engine = create_engine(home.database_url)
    with snapshot(engine) as rows:
        write_sealed(file, write_lines(header, [], rows, {}, bytes), recipients)
    engine.dispose()
    empty = operator.new_home()

    said = operator.try_restore(file, home=empty)

    assert said.exit_code == 1
    assert "has no tables of revision 0012" in said.output
    assert count_rows(empty) == {}


def test_a_backup_needs_a_public_key(home: Home, operator: Operator) -> None:
    for recipient in ("", "geen sleutel"):
        said = operator.run("backup", GESPREK_BACKUP_RECIPIENT=recipient)
        assert said.exit_code == 1
        assert "GESPREK_BACKUP_RECIPIENT" in said.output
    assert operator.backups() == []


def test_backups_live_for_35_days(operator: Operator) -> None:
    now = datetime.now(UTC)
    folder = operator.backup().parent
    for days in (34, 36, 400):
        (folder / name_of(now - timedelta(days=days))).touch()
    (folder / "notes.txt").touch()

    said = operator.run("backup", "prune")

    assert "Deleted 2 backups" in said.output
    assert len(operator.backups()) == 3
    assert operator.run("backup", "prune", "--days", "36").exit_code == 2


def test_backups_of_one_second_are_files_of_their_own(operator: Operator) -> None:
    assert len({operator.backup() for _ in range(4)}) == 4


def test_the_newest_backup_tells_its_age(operator: Operator, tmp_path: Path) -> None:
    assert newest_backup(tmp_path / "nowhere") is None
    made = newest_backup(operator.backup().parent)

    assert made is not None
    assert datetime.now(UTC) - made < timedelta(minutes=1)


def test_the_server_does_not_start_on_another_key_file(home: Home, operator: Operator) -> None:
    other = home.instance / "another-kek"
    assert operator.run("keys", "create", str(other)).exit_code == 0

    with (
        pytest.raises(RuntimeError, match="is not the one of this database"),
        home.app(GESPREK_KEK_FILE=str(other)),
    ):
        pass


@pytest.mark.parametrize("page", ["check", "withdraw"])
def test_patients_read_before_how_long_a_backup_lives(page: str, client: FlaskClient) -> None:
    for language in LANGUAGES:
        address = f"/{language}/check/de-dreef"
        if page == "withdraw":
            code = share(client, "de-dreef", STORY_A)["code"]
            assert client.post(f"/{language}/open", data={"code": code}).status_code == 303
            address = f"/{language}/mine/withdraw"

        answer = open_page(client, address).response.text

        assert re.search(rf"\b{LIFETIME.days}\b", answer)
