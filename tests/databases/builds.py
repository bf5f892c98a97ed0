"""Different builds of the app: changed copies of its files, served in turn on one port."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.databases.homes import Home

ROOT = Path(__file__).parents[2]
_BUILD = re.compile(r"/static/([0-9a-f]{12})/")
_PATIENCE_S = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def copy_build(folder: Path, home: Home, *, mark: str) -> Path:
    """Copy the app and change one of its files, so that it is another build.

    Args:
        mark: text added to a script that every patient's page loads.
    """
    for name in ("pwa", "i18n"):
        # copytree keeps the times of the sources, so Python uses the copied .pyc files.
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "wsgi.py", folder)
    (folder / "instance").symlink_to(home.instance)
    with (folder / "pwa/static/js/pages/patient.js").open("a", encoding="utf-8") as script:
        script.write(f'\ndocument.documentElement.dataset.mark = "{mark}";\n')
    return folder


@contextmanager
def serve_build(folder: Path, home: Home, port: int) -> Iterator[str]:
    """Serve a build until the block ends; yield its name in the addresses of static files."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "run", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **home.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _build_at(port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _build_at(port: int) -> str:
    until = time.monotonic() + _PATIENCE_S
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/nl/offline")
            found = _BUILD.search(connection.getresponse().read().decode())
            assert found is not None
            return found[1]
        except ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        finally:
            connection.close()
