"""Start a server as in production, and measure its start and its memory."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

CONFIG = Path("deploy/gunicorn.conf.py")
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Server:
    """A running gunicorn.

    Attributes:
        start_seconds: from the command to the first answer.
    """

    port: int
    process: subprocess.Popen[bytes]
    start_seconds: float

    def memory_mb(self) -> list[float]:
        """Memory of each process with its share of shared pages (Pss), in MiB; the master first."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        return [_memory_mb(int(number)) for number in [str(pid), *children]]


def _memory_mb(pid: int) -> float:
    found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8"))
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def run_server(
    app: str, path: str = "/", environ: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run an app with the settings of production, on a port of its own.

    Args:
        app: as gunicorn takes it, `module:name`.
        path: requested to see that the server answers.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIG)]
        # No renewing of workers, which would disturb the measurement.
        command += ["--max-requests", "0", "--bind", f"fd://{listener.fileno()}", app]
        started = time.perf_counter()
        process = subprocess.Popen(
            command, pass_fds=[listener.fileno()], env={**os.environ, **(environ or {})}
        )
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=90)) as connection:
                connection.request("GET", path)
                status = connection.getresponse().status
            elapsed = time.perf_counter() - started
            if status != 200:
                raise RuntimeError(f"{app} answers {status} to {path}")
            yield Server(port, process, elapsed)
        finally:
            process.terminate()
            process.wait(timeout=30)
