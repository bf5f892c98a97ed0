"""A slow line to a server on this machine, with TCP's handshake and slow start, without root.

A browser's own emulation delays each request and slows its bytes down, but emulates no connection:
no handshake, and no congestion window that lets only ten segments out before the first
acknowledgement. So this line is a proxy that delays every segment for as long as a real line would.
No segment is lost, and the window never shrinks while the line is used.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shape:
    """The speed and delays of a line; the defaults are the slow 3G of the usual tools.

    Attributes:
        first_window: segments that may be on their way before one is acknowledged (RFC 6928).
        idle_s: after such a silence the window has its first size again (RFC 5681, 4.1).
    """

    round_trip_s: float = 0.4
    bytes_per_s: float = 50_000
    segment_bytes: int = 1460
    first_window: int = 10
    idle_s: float = 1.0


@dataclass
class _Window:
    """The congestion window of one connection, in bytes: its size, and how much of it is in use."""

    size: int
    on_its_way: int = 0
    last_used: float = 0.0
    room: asyncio.Event = field(default_factory=asyncio.Event)

    def acknowledge(self, count: int) -> None:
        self.on_its_way -= count
        self.size += count  # slow start: twice as much in each round
        self.room.set()


class Line:
    """A line to a port of this machine, shared by all connections that go over it.

    Attributes:
        port: of this machine, to which a browser connects.
        bytes_down: bytes that the line has delivered to browsers so far.
    """

    def __init__(self, server_port: int, shape: Shape) -> None:
        self.port = 0
        self.bytes_down = 0
        self._server_port = server_port
        self._shape = shape
        self._free_at = 0.0
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._connections: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Listen on a free port, or again on the port of before."""
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening, and abort every connection."""
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def cut(self) -> None:
        """Take the network away: abort every connection and accept no new one."""
        self.run(self.close())

    def run(self, work: object) -> None:
        """Run a coroutine in the line's own thread, and wait for it."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)  # type: ignore[arg-type]

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)
        opened_at = self._loop.time() + self._shape.round_trip_s
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self._writers |= both
        try:
            await asyncio.gather(
                self._up(reader, far_writer, opened_at), self._down(far_reader, writer)
            )
        except (ConnectionError, asyncio.CancelledError):
            pass  # the line was cut, or the browser closed the connection
        finally:
            self._writers -= both
            for one in both:
                one.close()

    async def _up(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, opened_at: float
    ) -> None:
        arrives_at = opened_at
        while data := await reader.read(65536):
            half = self._shape.round_trip_s / 2
            arrives_at = max(arrives_at + 1e-6, self._loop.time() + half, opened_at + half)
            self._loop.call_at(arrives_at, writer.write, data)
        await asyncio.sleep(max(0.0, arrives_at - self._loop.time()) + 0.01)
        writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        shape, loop = self._shape, self._loop
        first = shape.first_window * shape.segment_bytes
        window, arrives_at = _Window(first), loop.time()
        while data := await reader.read(shape.segment_bytes):
            if window.on_its_way == 0 and loop.time() - window.last_used > shape.idle_s:
                window.size = first
            while window.on_its_way + len(data) > window.size:
                window.room.clear()
                await window.room.wait()
            self._free_at = max(self._free_at, loop.time()) + len(data) / shape.bytes_per_s
            arrives_at = self._free_at + shape.round_trip_s / 2
            window.on_its_way += len(data)
            window.last_used = loop.time()
            loop.call_at(arrives_at, self._deliver, writer, data)
            loop.call_at(arrives_at + shape.round_trip_s / 2, window.acknowledge, len(data))
        await asyncio.sleep(max(0.0, arrives_at - loop.time()) + 0.01)
        writer.close()

    def _deliver(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        if not writer.is_closing():
            self.bytes_down += len(data)
            writer.write(data)

    def live(self) -> None:
        """Run the event loop until it is stopped; for a thread of its own."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def end(self) -> None:
        """Cut the line for good."""
        self.run(self.close())
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def open_line(server_port: int, shape: Shape | None = None) -> Iterator[Line]:
    """Open a slow line to a port of this machine."""
    line = Line(server_port, shape or Shape())
    thread = threading.Thread(target=line.live, daemon=True)
    thread.start()
    line.run(line.open())
    try:
        yield line
    finally:
        line.end()
        thread.join(timeout=10)
