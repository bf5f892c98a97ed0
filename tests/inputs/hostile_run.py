"""Read files in the child, one after the other, from a small process whose figures say something.

Run as `python -m tests.inputs.hostile_run FILE…`; writes one JSON object a file, then one about
the memory. The peak of a child is never below what its parent had when it was started, so the tests'
own process cannot measure it. Time is that of the processor: by the clock, everything takes long
on a machine that has much else to do.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from pwa.directory.exchange.files.core import FileRefused
from pwa.directory.exchange.files.process import run_child
from pwa.directory.exchange.result import unpack_lines
from tests.inputs.help_files import TODAY

_PATIENCE_S = 150


def _read(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    try:
        result = run_child(data, lambda _done, _total: None, today=TODAY, seconds=_PATIENCE_S)
    except FileRefused as refused:
        return {"refused": refused.message % refused.values}
    lines = list(unpack_lines(result.packed))
    return {
        "reads": result.accepted,
        "reasons": [said.message for line in lines for said in line.reasons],
        "services": repr([line.service for line in lines]),
    }


def _peak(of: int) -> int:
    return resource.getrusage(of).ru_maxrss * 1024


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(paths: list[Path]) -> None:
    idle, before = 0, 0
    for path in paths:
        start = _seconds()
        found = _read(path)
        found["seconds"] = _seconds() - start
        sys.stdout.write(json.dumps(found) + "\n")
        idle = idle or _peak(resource.RUSAGE_CHILDREN)
        before = before or _peak(resource.RUSAGE_SELF)
    peaks = {
        "child": _peak(resource.RUSAGE_CHILDREN) - idle,
        "parent": _peak(resource.RUSAGE_SELF) - before,
    }
    sys.stdout.write(json.dumps(peaks) + "\n")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
