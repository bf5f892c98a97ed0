"""What a browser asks of the world outside this machine, which shall be nothing.

Chromium asks a proxy for whatever is not on loopback, by name. Ours answers nothing and notes who was
asked for. A listener for each request of each page would cost a tenth of all tests with a browser.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Outside(socketserver.ThreadingTCPServer):
    """The proxy.

    Attributes:
        asked: each request's first line, such as "CONNECT example.com:443 HTTP/1.1".
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Note)
        self.asked: list[str] = []

    @property
    def flag(self) -> str:
        """The argument by which a browser asks here."""
        return f"--proxy-server=http://127.0.0.1:{self.server_address[1]}"


class _Note(socketserver.StreamRequestHandler):
    server: Outside

    def handle(self) -> None:
        line = self.rfile.readline(2000).decode("latin-1").strip()
        self.server.asked.append(line)


@contextmanager
def outside() -> Iterator[Outside]:
    """Be the world outside, until this is over."""
    with Outside() as proxy:
        thread = threading.Thread(target=proxy.serve_forever, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
