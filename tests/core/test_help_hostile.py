"""Hostile files of help services: a clear refusal, soon, in little memory, with the server alive."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pwa.directory.exchange.files.process import SECONDS
from tests.inputs.help_files import a_service, as_json
from tests.inputs.hostile_help import HOSTILE, Hostile

_MIB = 2**20
# What the parent needs to hold a file of 10 MB, and to take over what is read of it.
_OF_PARENT = 40 * _MIB


@pytest.mark.timeout(300)
def test_hostile_files_are_refused_soon_and_in_little_memory(tmp_path: Path) -> None:
    halves = HOSTILE[::2], HOSTILE[1::2]
    runs = [_start(half, tmp_path / str(number)) for number, half in enumerate(halves)]

    assert len(HOSTILE) > 60
    for half, run in zip(halves, runs, strict=True):
        said, _ = run.communicate()
        _harmless, *found, peak = map(json.loads, said.splitlines())
        assert run.returncode == 0
        for hostile, outcome in zip(half, found, strict=True):
            _check(hostile, outcome)
        assert peak["child"] < 200 * _MIB
        assert peak["parent"] < _OF_PARENT


def _start(files: Sequence[Hostile], folder: Path) -> "subprocess.Popen[str]":
    folder.mkdir()
    paths = [folder / "harmless"]
    paths[0].write_bytes(as_json(a_service()))
    for number, hostile in enumerate(files):
        paths.append(folder / f"{number}.zip")
        paths[-1].write_bytes(hostile.make())
    command = [sys.executable, "-m", "tests.inputs.hostile_run", *map(str, paths)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _check(hostile: Hostile, outcome: dict[str, Any]) -> None:
    about = (hostile.name, outcome)
    reasons = outcome.get("reasons", ())
    assert outcome["seconds"] < SECONDS, about
    assert bool(hostile.refused) == ("refused" in outcome), about
    assert hostile.refused in outcome.get("refused", ""), about
    assert outcome.get("reads", 0) == hostile.reads, about
    assert bool(hostile.reason) == bool(reasons), about
    assert all(hostile.reason in reason for reason in reasons), about
    assert not hostile.never or hostile.never not in outcome["services"], about
