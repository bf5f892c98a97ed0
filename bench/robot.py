"""A robot gives ten thousand answers despite mishaps: `make robot`. The run fails when one is lost.

The tests have a short form of this; here it takes a quarter of an hour.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.servers import run_server
from tests.databases.homes import Sqlite, make_demo_home
from tests.people.robot import Robot
from tests.phones.browsers import FLAGS, PHONE, find_chromium

ANSWERS = 10_000
PER_PHONE = 1_000


def main() -> int:
    """Print how many answers were given, and which were lost; the exit status is their number."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    given, lost = 0, list[str]()
    with (
        tempfile.TemporaryDirectory(prefix="gesprek-bench-") as folder,
        sync_playwright() as playwright,
    ):
        home = make_demo_home(Sqlite(), Path(folder))
        environ = {**home.environ, "BENCH_INSTANCE": str(home.instance)}
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        with run_server("bench.apps:gesprek()", "/nl/", environ) as server:
            for seed in range(-(-count // PER_PHONE)):
                phone = browser.new_context(
                    base_url=f"http://localhost:{server.port}",
                    viewport=PHONE,
                    has_touch=True,
                    is_mobile=True,
                    reduced_motion="reduce",
                    service_workers="block",  # it would answer requests that mishaps block
                )
                phone.set_default_timeout(120_000)
                robot = Robot(phone, home.demo().slug, seed)
                robot.answers(min(PER_PHONE, count - given))
                given += robot.count
                lost += [f"seed {seed}, {what}" for what in robot.lost]
                print(f"{given:,} answers, {len(lost)} times something was lost", flush=True)
                phone.close()
        browser.close()
    print("\n".join(lost))
    return len(lost)


if __name__ == "__main__":
    sys.exit(main())
