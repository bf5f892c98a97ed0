"""Read files in the child, one after the other, from a small process whose memory says something.

Run as `python -m tests.inputs.hostile_run FILE…`; writes one JSON object a file, then one about
the memory. The peak of a child is never below what its parent had when it was started, so the tests'
own process cannot measure it.
"""

import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pwa.directory.exchange.files.core import FileRefused
from pwa.directory.exchange.files.process import run_child
from pwa.directory.exchange.result import unpack_lines
from tests.inputs.help_files import TODAY


def read(path: Path) -> dict[str, Any]:
    start = time.monotonic()
    try:
        result = run_child(path.read_bytes(), lambda _done, _total: None, today=TODAY)
    except FileRefused as refused:
        return {"refused": refused.message % refused.values, "seconds": time.monotonic() - start}
    lines = list(unpack_lines(result.packed))
    return {
        "reads": result.accepted,
        "reasons": [said.message for line in lines for said in line.reasons],
        "services": repr([line.service for line in lines]),
        "seconds": time.monotonic() - start,
    }


def _peak(of: int) -> int:
    return resource.getrusage(of).ru_maxrss * 1024


def main(paths: list[Path]) -> None:
    read(paths[0])
    idle, before = _peak(resource.RUSAGE_CHILDREN), _peak(resource.RUSAGE_SELF)
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(read, paths):
            sys.stdout.write(json.dumps(found) + "\n")
    more = {
        "child": _peak(resource.RUSAGE_CHILDREN) - idle,
        "parent": _peak(resource.RUSAGE_SELF) - before,
    }
    sys.stdout.write(json.dumps(more) + "\n")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
