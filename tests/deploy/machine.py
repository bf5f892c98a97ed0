"""A machine to install on: this one, in Linux namespaces of its own, over overlay mounts in memory.

What a process in it writes lands in the overlays (tmpfs), and they are thrown away. The network
namespace has only loopback: its ports clash with nobody's, and no outside address is reached. The
PID namespace ends all its processes together.
"""

import ctypes
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.test import Client, TestResponse

ROOT = Path(__file__).resolve().parents[2]
NAME = "gesprek.example"
SITE = f"https://{NAME}"
# The folders that an installation writes to: each gets an overlay. It only reads all other folders.
LAYERS = ("etc", "opt", "srv", "var", "root", "usr/local")
_NEW_NETWORK = 0x40000000
_PATIENCE_S = 20

BEGIN = """
set -e
mount --make-rprivate /
mount -t tmpfs none {folder}
for name in {layers}; do
  mkdir -p {folder}/$name/over {folder}/$name/work
  mount -t overlay overlay -o lowerdir=/$name,upperdir={folder}/$name/over,workdir={folder}/$name/work /$name
done
mount -t tmpfs none /run
mkdir -p /run/postgresql /run/lock /run/redis
chown postgres:postgres /run/postgresql
chown redis:redis /run/redis
chmod 2775 /run/postgresql
mount --bind {stubs}/systemctl /usr/bin/systemctl
mount --bind {stubs}/apt-get /usr/bin/apt-get
chmod a+x /root
ip link set lo up
echo 127.0.0.1 {name} localhost > /etc/hosts
rm -rf /etc/systemd/system/mijn-gesprek* /etc/mijn-gesprek
touch {folder}/ready
exec {python} -c 'import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN); signal.pause()'
"""

# Stands for apt-get: installs nothing, but fails if a package is not on this machine already
# (scripts/setup installs them, because the machine of the test has no network).
APT_GET = """#!/bin/sh
[ "$1" = install ] || exit 0
for word; do case $word in install|-*) ;; *) dpkg -s "$word" >/dev/null || exit 1;; esac; done
"""

# Stands for python3: `-m venv` links the packages of the tests into the new venv, because nothing
# can be downloaded. Both have the same pinned versions, so pip finds each requirement installed.
PYTHON3 = """#!/bin/sh
set -e
[ "$1 $2" = "-m venv" ] || exec /usr/bin/python3 "$@"
mkdir -p "$3/bin" "$3/lib"
cp {venv}/pyvenv.cfg "$3/"
cp -P {venv}/bin/python* "$3/bin/"
ln -s {venv}/lib/* "$3/lib/"
for name in flask gunicorn pip; do
  sed "1s|.*|#!$3/bin/python|" {venv}/bin/$name > "$3/bin/$name"
  chmod 755 "$3/bin/$name"
done
"""


@dataclass(frozen=True)
class Machine:
    """A running machine of `new_machine`.

    Attributes:
        pid: of the machine's first process, as seen from outside the machine.
    """

    pid: int

    def path(self, name: str) -> Path:
        """Give the path by which this process reaches a file of the machine."""
        return Path(f"/proc/{self.pid}/root{name}")

    def run(self, script: str, *, folder: str = "/root", typed: str = "") -> str:
        """Run lines in a root shell on the machine, and give what they print; raise if a line fails.

        Args:
            typed: standard input, for lines that ask for something.
        """
        enter = ["nsenter", "--target", str(self.pid), "--mount", "--net", "--pid"]
        environ = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        done = subprocess.run(
            [*enter, "bash", "-euo", "pipefail", "-c", f"cd {folder}\n{script}"],
            env={**environ, "LANG": "C.UTF-8", "HOME": "/root"},
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{self.log()}"
        return done.stdout

    def log(self) -> str:
        """Give the last 4000 characters that the systemd units wrote to their log."""
        path = self.path("/var/log/units.log")
        return path.read_text(encoding="utf-8")[-4000:] if path.exists() else ""

    def connect(self, port: int, address: str = "127.0.0.1") -> socket.socket:
        """Open a TCP connection inside the machine's network."""
        with _network_of(self.pid):
            made = socket.socket(socket.AF_INET)
        made.settimeout(30)
        made.connect((address, port))
        return made

    def visitor(self) -> Client:
        """Give an HTTP client that trusts the machine's certificate."""
        return _Visitor(_Wire(self))


class _Visitor(Client):
    """Werkzeug's test client, which by default asks under the site's own address, `SITE`."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("base_url", SITE)
        return super().open(*args, **kwargs)


@dataclass(frozen=True)
class _Wire:
    """A WSGI application that forwards each request to the machine over HTTPS."""

    machine: Machine

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        trust = ssl.create_default_context(
            cadata=self.machine.path("/etc/mijn-gesprek/tls/fullchain.pem").read_text()
        )
        connection = http.client.HTTPConnection(NAME)
        connection.sock = trust.wrap_socket(self.machine.connect(443), server_hostname=NAME)
        headers = {
            name[5:].replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        headers.setdefault("REFERER", f"{SITE}/")  # browsers send it, by our Referrer-Policy
        if length := int(environ.get("CONTENT_LENGTH") or 0):
            headers |= {"Content-Type": environ["CONTENT_TYPE"], "Content-Length": str(length)}
        target = (
            environ["PATH_INFO"] + "?" * bool(environ["QUERY_STRING"]) + environ["QUERY_STRING"]
        )
        body = environ["wsgi.input"].read(length)
        connection.request(environ["REQUEST_METHOD"], target, body or None, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        kept = [(n, v) for n, v in answer.getheaders() if n.lower() != "transfer-encoding"]
        start_response(f"{answer.status} {answer.reason}", kept)
        return [text]


@contextmanager
def _network_of(pid: int) -> Iterator[None]:
    """Move this thread into the network namespace of a process, for as long as the block runs.

    A socket that is made in the block stays in that namespace afterwards.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    here, there = Path("/proc/thread-self/ns/net"), Path(f"/proc/{pid}/ns/net")
    with here.open() as own, there.open() as other:
        assert libc.setns(other.fileno(), _NEW_NETWORK) == 0, os.strerror(ctypes.get_errno())
        try:
            yield
        finally:
            assert libc.setns(own.fileno(), _NEW_NETWORK) == 0


@contextmanager
def new_machine(folder: Path) -> Iterator[Machine]:
    """Start a machine; at the end of the block kill it, with everything that runs on it.

    Args:
        folder: an empty folder, for the machine's stand-in programs and overlays.
    """
    if os.geteuid() != 0:
        raise RuntimeError("Installing is tried out by root: run these tests as root.")
    stubs = folder / "stubs"
    stubs.mkdir()
    shutil.copy(Path(__file__).with_name("systemctl.py"), stubs / "systemctl")
    (stubs / "apt-get").write_text(APT_GET, encoding="utf-8")
    for stub in stubs.iterdir():
        stub.chmod(0o755)
    layers = folder / "layers"
    layers.mkdir()
    script = BEGIN.format(
        folder=layers, layers=" ".join(LAYERS), stubs=stubs, name=NAME, python=sys.executable
    )
    apart = ["unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child"]
    process = subprocess.Popen([*apart, "bash", "-c", script])
    try:
        pid = _wait_for_first(process, layers)
        machine = Machine(pid)
        wrapper = machine.path("/usr/local/bin/python3")
        wrapper.write_text(PYTHON3.format(venv=sys.prefix), encoding="utf-8")
        wrapper.chmod(0o755)
        yield machine
    finally:
        process.kill()
        process.wait(timeout=30)


def _wait_for_first(process: subprocess.Popen[bytes], layers: Path) -> int:
    """Wait until the machine is set up; give its first process's pid as seen from outside."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        found = children.read_text(encoding="utf-8").split()
        if found and Path(f"/proc/{found[0]}/root{layers}/ready").exists():
            return int(found[0])
        time.sleep(0.05)
    raise RuntimeError("No machine could be made: that needs root, `unshare` and overlay mounts.")


def pack_release(path: Path, **more: str) -> None:
    """Pack the working tree into a release at `path`: all files but ignored ones, tests and bench.

    Args:
        more: source of additional migration modules, by module name.
    """
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    with tarfile.open(path, "w:gz", compresslevel=1) as release:
        for name in names:
            if not name.startswith(("tests/", "bench/")) and (ROOT / name).is_file():
                release.add(ROOT / name, f"mijn-gesprek/{name}")
        for name, module in more.items():
            about = tarfile.TarInfo(f"mijn-gesprek/migrations/versions/{name}.py")
            about.size = len(module.encode())
            release.addfile(about, BytesIO(module.encode()))
