"""Lighthouse on every page of the patient, in Dutch and Arabic: `make lighthouse`.

Its audit of being found by search engines is left out, because our pages are not to be found
(docs/adr/0022-what-is-measured-on-a-phone.md).
"""

import json
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from bench.servers import Server, run_server
from tests.browsers import DESK, FLAGS, PHONE, find_chromium
from tests.databases import Home, Sqlite, make_demo_home
from tests.gp import Gp
from tests.people import STORY_A

FOLDER = Path(__file__).parent / "lighthouse"
LANGUAGES = ("nl", "ar")
LEFT_OUT = ["is-crawlable"]
FOR_EVERYBODY = {
    "home": "/{lang}/",
    "start": "/{lang}/p/{slug}",
    "check": "/{lang}/check/{slug}",
    "help": "/{lang}/help/{slug}",
    "open": "/{lang}/open",
    "own": "/{lang}/own",
    "away": "/{lang}/away",
    "offline": "/{lang}/offline",
}
WITH_KEY = {
    "receipt": "/{lang}/done",
    "mine": "/{lang}/mine",
    "plan": "/{lang}/mine/plan",
    "own help": "/{lang}/mine/help",
    "change": "/{lang}/mine/change",
    "log": "/{lang}/mine/log",
    "keep": "/{lang}/mine/keep",
    "withdraw": "/{lang}/mine/withdraw",
}
Page = dict[str, str]


def _share(phone: BrowserContext, slug: str, lang: str) -> dict[str, str]:
    answer = phone.request.post(
        f"/{lang}/check/{slug}",
        form={
            **{k: v for k, v in STORY_A.items() if isinstance(v, str)},
            "uid": str(uuid.uuid4()),
            "consent": "1",
        },
        headers={"Accept": "application/json"},
    )
    receipt: dict[str, str] = answer.json()
    return receipt


def _cookie(phone: BrowserContext) -> str:
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in phone.cookies())


def _list_pages(home: Home, server: Server) -> Iterator[Page]:
    """Name every page, with the cookies of somebody who shared answers and has a plan."""
    login, base = home.demo(), f"http://localhost:{server.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        desk = Gp(browser.new_context(base_url=base, viewport=DESK).new_page(), login).logs_in()
        for lang in LANGUAGES:
            phone = browser.new_context(base_url=base, viewport=PHONE, service_workers="block")
            receipt = _share(phone, login.slug, lang)
            desk.opens(receipt["code"]).makes_plan({"goal": "Weer energie voor mijn kinderen"})
            phone.request.post(f"/{lang}/open", form={"code": receipt["code"]})
            cookie = _cookie(phone)
            for name, path in {**FOR_EVERYBODY, **WITH_KEY}.items():
                url = base + path.format(lang=lang, slug=login.slug)
                yield {
                    "name": f"{name} ({lang})",
                    "url": url,
                    "cookie": cookie if name in WITH_KEY else "",
                }
        browser.close()


def _write_line(found: dict[str, object]) -> str:
    scores = found["scores"]
    assert isinstance(scores, dict)
    lost = found["lost"]
    assert isinstance(lost, list)
    return f"{found['name']!s:16} {' '.join(f'{score:4}' for score in scores.values())}  {', '.join(lost)}"


def main() -> int:
    """Print a line for each page; the exit status counts those that lost a point."""
    if not (FOLDER / "node_modules").is_dir():
        npm = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(npm, cwd=FOLDER, check=True)
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="gesprek-bench-") as folder:
        home = make_demo_home(Sqlite(), Path(folder))
        environ = {**home.environ, "BENCH_INSTANCE": str(home.instance)}
        with run_server("bench.apps:gesprek()", "/nl/", environ) as server:
            pages = [
                page
                for page in _list_pages(home, server)
                if not wanted or page["name"].split(" (")[0] in wanted
            ]
            order = {"chrome": find_chromium(), "skip": LEFT_OUT, "pages": pages}
            node = subprocess.Popen(
                ["node", "run.mjs"],
                cwd=FOLDER,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert node.stdin is not None
            assert node.stdout is not None
            node.stdin.write(json.dumps(order))
            node.stdin.close()
            print(f"{'':16} perf a11y best  seo  what cost points")
            missed = 0
            for line in node.stdout:
                found = json.loads(line)
                print(_write_line(found), flush=True)
                missed += min(found["scores"].values()) < 100
            if node.wait() != 0:
                raise RuntimeError("Lighthouse stopped")
    return missed


if __name__ == "__main__":
    sys.exit(main())
