"""Hostile files of help services: a clear refusal, soon, in little memory, with the server alive."""

import json
import subprocess
import sys
from pathlib import Path

from pwa.directory.exchange.files.process import SECONDS
from tests.inputs.help_files import a_service, as_json
from tests.inputs.hostile_help import HOSTILE

_MIB = 2**20
# What the parent needs to hold a file of 10 MB, and to take over what is read of it.
_OF_PARENT = 40 * _MIB


def test_hostile_files_are_refused_soon_and_in_little_memory(tmp_path: Path) -> None:
    paths = [tmp_path / "harmless"]
    paths[0].write_bytes(as_json(a_service()))
    for number, hostile in enumerate(HOSTILE):
        paths.append(tmp_path / f"{number}.zip")
        paths[-1].write_bytes(hostile.make())

    run = subprocess.run(
        [sys.executable, "-m", "tests.inputs.hostile_run", *paths],
        capture_output=True,
        check=True,
        text=True,
    )
    _, *found, peak = map(json.loads, run.stdout.splitlines())

    assert len(found) == len(HOSTILE) > 60
    for hostile, each in zip(HOSTILE, found, strict=True):
        assert each["seconds"] < SECONDS, hostile.name
        assert (hostile.refused or "?") in each.get("refused", "?"), (hostile.name, each)
        assert each.get("reads", 0) == hostile.reads, (hostile.name, each)
        assert all(hostile.reason in reason for reason in each.get("reasons", ())), hostile.name
        assert bool(hostile.reason) == bool(each.get("reasons")), (hostile.name, each)
        assert not hostile.never or hostile.never not in each["services"], hostile.name
    assert peak["child"] < 200 * _MIB
    assert peak["parent"] < _OF_PARENT
