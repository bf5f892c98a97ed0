"""Record the requests of a browser to other machines; there must be none.

Chromium sends all requests that are not to loopback to a proxy, with the host name. Our proxy only
records them. A Playwright listener for all requests would take a tenth of the time of such tests.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Outside(socketserver.ThreadingTCPServer):
    """A proxy that records requests and answers none.

    Attributes:
        asked: each request's first line, such as "CONNECT example.com:443 HTTP/1.1".
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Note)
        self.asked: list[str] = []

    @property
    def flag(self) -> str:
        """Return the Chromium argument that sets this proxy."""
        return f"--proxy-server=http://127.0.0.1:{self.server_address[1]}"


class _Note(socketserver.StreamRequestHandler):
    server: Outside

    def handle(self) -> None:
        line = self.rfile.readline(2000).decode("latin-1").strip()
        self.server.asked.append(line)


@contextmanager
def outside() -> Iterator[Outside]:
    """Run the proxy until the block ends."""
    with Outside() as proxy:
        thread = threading.Thread(target=proxy.serve_forever, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
