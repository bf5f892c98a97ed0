"""Kill the server while phones send thousands of shares by their own queue: `make kills`.

For one database: `python -m bench.kills sqlite`. It fails when a share is lost or stored twice.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bench.report import Figure, write_table
from tests.databases.homes import BACKENDS, Backend, Sqlite, make_demo_home, postgres_server
from tests.databases.killable import KillableServer
from tests.phones.browsers import FLAGS, find_chromium
from tests.phones.queue_kills import Outcome, share_and_kill

SHARES = 3_000
KILLS = 50


def measure(backend: Backend, folder: Path) -> Outcome:
    """Set up an installation, share with it, and kill its server again and again."""
    home = make_demo_home(backend, folder)
    server = KillableServer(home, workers=2)
    server.start()
    with sync_playwright() as playwright, Session(create_engine(home.database_url)) as session:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        try:
            return share_and_kill(browser, server, session, shares=SHARES, kills=KILLS)
        finally:
            browser.close()
            server.close()


def show(name: str, outcome: Outcome) -> list[Figure]:
    """Write the outcome as figures with their targets."""
    return [
        Figure(f"{name}: shares that phones call received", outcome.received, "", SHARES, False),
        Figure("  after more than one try", outcome.retried, ""),
        Figure("  not found", outcome.lost, "", 0),
        Figure("  conversations and sendings too many", outcome.twice, "", 0),
        Figure("  kills of the whole server", outcome.kills, "", KILLS, False),
        Figure("  seconds", outcome.seconds, "s"),
    ]


def main(names: list[str]) -> bool:
    figures = []
    for name in names:
        with tempfile.TemporaryDirectory(prefix="gesprek-kills-") as folder, ExitStack() as stack:
            backend = Sqlite() if name == "sqlite" else stack.enter_context(postgres_server())
            figures += show(name, measure(backend, Path(folder)))
    print(write_table(figures))
    return all(figure.is_reached is not False for figure in figures)


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:] or list(BACKENDS)) else 1)
