"""The systemd units are valid, and run commands and files that exist."""

import re
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from pwa.app import create_app

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy/systemd").iterdir())
# Reports that another unit has failed; runs no command of the application.
FAILED = "mijn-gesprek-failed@.service"
SERVICES = [unit for unit in UNITS if unit.suffix == ".service" and unit.name != FAILED]
INSTALLED = "/opt/mijn-gesprek/"


def read(unit: Path) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as its manual says
    parser.read(unit, encoding="utf-8")
    return parser


def command_of(unit: Path) -> list[str]:
    return read(unit).get("Service", "ExecStart").split()


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Copy the units to a folder, with programs that exist on this machine; gives the folder."""
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        text = re.sub(rf"{INSTALLED}\.venv/bin/\w+", "/bin/true", text)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_understands_every_unit(installed: Path) -> None:
    answer = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, installed.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    own = [line for line in answer.stderr.splitlines() if "mijn-gesprek" in line]
    # A test machine has neither the environment file nor the user that the units name.
    assert [line for line in own if "EnvironmentFile" not in line and "User" not in line] == []


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".timer"], ids=lambda unit: unit.stem
)
def test_each_timer_starts_a_service_every_day(unit: Path) -> None:
    timer = read(unit)

    assert unit.with_suffix(".service") in UNITS
    assert timer.get("Timer", "OnCalendar").startswith("*-*-* ")
    assert timer.get("Timer", "Persistent") == "true"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_each_service_runs_what_exists(unit: Path, tmp_path: Path) -> None:
    program, *arguments = command_of(unit)

    assert program.startswith(f"{INSTALLED}.venv/bin/")
    if program.endswith("/gunicorn"):
        assert (ROOT / arguments[arguments.index("--config") + 1]).is_file()
        return
    app = create_app({"GESPREK_DEMO": "1"}, tmp_path)
    words = arguments[arguments.index("wsgi") + 1 :]
    answer = app.test_cli_runner().invoke(args=[*words, "--help"])
    assert answer.exit_code == 0, answer.output


def test_each_failure_is_told() -> None:
    assert {read(unit).get("Unit", "OnFailure") for unit in SERVICES} == {
        "mijn-gesprek-failed@%p.service"
    }


def test_each_unit_is_in_the_manual() -> None:
    manual = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

    assert {unit.name for unit in UNITS if f"`{unit.name}`" not in manual} == set()


def test_each_unit_is_started_by_the_page_of_the_installation() -> None:
    page = (ROOT / "deploy/README.md").read_text(encoding="utf-8")
    started = {
        word for line in page.splitlines() if "systemctl enable" in line for word in line.split()
    }

    assert {unit.name for unit in UNITS if unit.suffix == ".timer"} <= started
    assert "mijn-gesprek" in started
