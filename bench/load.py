"""A small load generator: keep-alive connections, one request at a time on each.

It is written against sockets because on two cores a comfortable HTTP client takes more time than
the server that it measures.
"""

import re
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_NO_BODY = (b" 204 ", b" 304 ")


@dataclass
class Result:
    """The answers to a load.

    Attributes:
        seconds: how long the whole load took.
        statuses: HTTP status to the number of answers with it.
        times: seconds from each request to its complete answer.
    """

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """Seconds within which this share of the requests was answered."""
        return sorted(self.times)[min(int(share * len(self.times)), len(self.times) - 1)]


class _Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.started = 0.0

    def send(self, request: bytes) -> None:
        self.received = b""
        self.started = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> int | None:
        """Read the bytes that have come; give the status once the answer is complete, else None."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError(f"the server hung up after {self.received[:80]!r}")
        self.received += data
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return None
        first_line = head[:16]
        if not any(mark in first_line for mark in _NO_BODY):
            length = _LENGTH.search(head)
            if length is None:
                raise ValueError("the answer has no Content-Length")
            if len(body) < int(length[1]):
                return None
        return int(first_line.split(b" ")[1])


def build_request(
    path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
) -> bytes:
    """Write a request as the bytes of HTTP/1.1."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def run_load(
    port: int,
    make_request: Callable[[], bytes],
    *,
    seconds: float,
    connections: int = 16,
    rate: float | None = None,
) -> Result:
    """Send requests as fast as the server answers, or at a steady pace.

    Args:
        rate: requests per second; None for as many as possible.
    """
    result = Result()
    selector = selectors.DefaultSelector()
    idle = deque(_Connection(port) for _ in range(connections))
    for connection in idle:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    started = next_at = time.perf_counter()
    while (moment := time.perf_counter()) < started + seconds:
        while idle and next_at <= moment:
            idle.popleft().send(make_request())
            next_at += 1 / rate if rate else 0
        for key, _events in selector.select(timeout=0.01 if idle else 1):
            if (status := key.data.read()) is not None:
                result.statuses[status] = result.statuses.get(status, 0) + 1
                result.times.append(time.perf_counter() - key.data.started)
                idle.append(key.data)
    result.seconds = time.perf_counter() - started
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    selector.close()
    return result
