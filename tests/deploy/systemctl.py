#!/usr/bin/python3
"""Stand-in for systemctl on a machine without a running systemd: runs units as their files say.

A unit of ours runs as its User, with its EnvironmentFile, on a read-only file system in which only
its StateDirectory, its ReadWritePaths and its own /tmp are writable. Debian's services are started
by their scripts in /etc/init.d.
"""

import os
import pwd
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

UNITS = Path("/etc/systemd/system")
RUNNING = Path("/run/units")
LOG = Path("/var/log/units.log")
PATIENCE_S = 40


def read(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def settings(files: list[str]) -> Iterator[tuple[str, str]]:
    for name in files:
        file = Path(name.removeprefix("-"))
        if not file.exists():
            assert name.startswith("-"), f"{file} is missing"
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            if found := re.fullmatch(r"([A-Z_]+)=(.*)", line):
                yield found[1], found[2].strip('"')


def packages() -> Iterator[Path]:
    """Find those folders of the tests' Python and its packages that lie below /root or /home.

    A unit sees both homes empty, so `command_of` mounts these folders again. A server needs none of
    this, because Debian's Python lies in /usr.
    """
    venv = Path("/opt/mijn-gesprek/.venv")
    for real in (
        (venv / "bin/python").resolve().parents[1],
        *(p.resolve() for p in (venv / "lib").iterdir()),
    ):
        if real.parts[1] in ("root", "home"):
            yield real


def command_of(unit: dict[str, list[str]]) -> list[str]:
    """Build the command that runs a unit in a mount namespace of its own (bwrap), as its user."""
    user = pwd.getpwnam(unit["User"][0])
    state = Path("/var/lib", unit["StateDirectory"][0])
    state.mkdir(mode=int(unit["StateDirectoryMode"][0], 8), exist_ok=True)
    os.chown(state, user.pw_uid, user.pw_gid)
    writable = [str(state), *" ".join(unit["ReadWritePaths"]).split()]
    view = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    view += ["--perms", "1777", "--tmpfs", "/tmp"]
    for home in ("/root", "/home"):
        view += ["--perms", "0755", "--tmpfs", home]
    for package in packages():
        for above in reversed(package.parents[:-2]):
            view += ["--perms", "0755", "--dir", str(above)]
        view += ["--ro-bind", str(package), str(package)]
    for path in writable:
        view += ["--bind", path, path]
    view += ["--chdir", unit["WorkingDirectory"][0]]
    view += ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    view += ["--inh-caps=-all", "--bounding-set=-all"]
    return [*view, "sh", "-c", f"umask {unit['UMask'][0]}; exec {unit['ExecStart'][0]}"]


def start(name: str) -> None:
    unit = read(UNITS / f"{name}.service")
    environ = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        **dict(settings(unit["EnvironmentFile"])),
    }
    command = command_of(unit)
    with LOG.open("a", encoding="utf-8") as log:
        if unit["Type"] == ["oneshot"]:
            code = subprocess.run(
                command, env=environ, stdout=log, stderr=log, check=False
            ).returncode
            if code:
                raise RuntimeError(f"{name}.service failed with {code}")
            return
        process = subprocess.Popen(
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    RUNNING.mkdir(exist_ok=True)
    (RUNNING / name).write_text(str(process.pid), encoding="utf-8")


def stop(name: str) -> None:
    file = RUNNING / name
    if not file.exists():
        return
    group = int(file.read_text(encoding="utf-8"))
    os.killpg(group, signal.SIGTERM)
    until = time.monotonic() + PATIENCE_S
    while Path(f"/proc/{group}").exists() and time.monotonic() < until:
        time.sleep(0.1)
    file.unlink()


def act(action: str, name: str) -> None:
    name = name.removesuffix(".service")
    if name.endswith(".timer"):
        unit = UNITS / name
        assert read(unit)["OnCalendar"], name
        assert unit.with_suffix(".service").exists(), name
    elif (UNITS / f"{name}.service").exists():
        if action in ("stop", "restart"):
            stop(name)
        if action in ("start", "restart", "enable"):
            start(name)
    else:
        subprocess.run(
            [f"/etc/init.d/{name}", "start" if action == "enable" else action], check=True
        )


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "--now"]
    if words == ["daemon-reload"]:
        return
    action, *names = words
    if action not in ("start", "stop", "restart", "reload", "enable") or not names:
        sys.exit(f"systemctl: not known here: {shlex.join(sys.argv[1:])}")
    with ThreadPoolExecutor() as pool:  # systemd, too, starts all named units at once
        list(pool.map(act, [action] * len(names), names))


if __name__ == "__main__":
    main()
