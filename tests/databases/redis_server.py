"""A Redis server for the tests: on a socket, in memory, stopped afterwards."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis


@dataclass
class RedisServer:
    """A Redis server that can be stopped and started while an app uses it."""

    socket: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the value for the setting GESPREK_LIMITS_URL."""
        return f"redis+unix://{self.socket}"

    def start(self) -> None:
        nowhere = ["--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "no"]
        self.process = subprocess.Popen(
            ["redis-server", *nowhere, "--unixsocket", str(self.socket)],
            cwd=self.socket.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        client = redis.Redis(unix_socket_path=str(self.socket))
        for _ in range(100):
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("redis-server did not start")

    def forget(self) -> None:
        """Delete all counters of the rate limits."""
        redis.Redis(unix_socket_path=str(self.socket)).flushall()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def redis_server(folder: Path) -> Iterator[RedisServer]:
    """Start a server, and stop it at the end."""
    server = RedisServer(folder / "redis.sock")
    server.start()
    try:
        yield server
    finally:
        server.stop()
