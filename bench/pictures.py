"""Take the pictures of README.md from the example practice, so that they never age: `make pictures`.

The clock stands still at a morning with the example patients on the list (`bench.apps.example_day`), so
a picture changes only with its page, and by codes, which are random.
"""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.apps import LOOKED_AT
from bench.servers import Server, run_server
from tests.people.gp import Gp
from tests.people.patient import Patient
from tests.people.stories import STORY_A, DemoLogin, Fields
from tests.phones.browsers import DESK, FLAGS, PHONE, find_headless_shell

FOLDER = Path("docs/img")
COLOURS = 96  # a page has two dozen; the others smooth the edges of the letters
MAX_BYTES = 200_000
SHARPNESS = 1.5  # of the phones, which GitHub shows three in a row
BETWEEN, AROUND = 24, (216, 210, 200)
# In Arabic the same carer would type Arabic.
WORDS = {"nl": "hoofdpijn en altijd moe", "ar": "صداع وتعب دائم"}
# Of the example patients the only one who has not shared yet.
WAITING = "dhr. Bos"

_Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Studio:
    """A browser before a running example practice.

    Attributes:
        folder: the data of the installation.
    """

    browser: Browser
    server: Server
    folder: Path

    def read(self, name: str) -> dict[str, str]:
        """Read a file that `flask demo` wrote for the newcomer."""
        found: dict[str, str] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return found

    @contextmanager
    def device(self, **options: object) -> Iterator[BrowserContext]:
        """Open a device that stands in the same morning."""
        settings: dict[str, object] = {
            "base_url": f"http://localhost:{self.server.port}",
            "locale": "nl-NL",
            "timezone_id": "Europe/Amsterdam",
            "reduced_motion": "reduce",
            "service_workers": "block",
        }
        context = self.browser.new_context(**{**settings, **options})  # type: ignore[arg-type]
        context.clock.set_fixed_time(LOOKED_AT)
        context.set_default_timeout(60_000)
        yield context
        context.close()


def picture_practice(studio: Studio) -> str:
    """Take the pictures of the practice's pages; return the link of an invitation."""
    with studio.device(viewport=DESK) as desk:
        gp = Gp(desk.new_page(), DemoLogin(**studio.read("demo.json"))).logs_in()
        save("list", [[_look(gp.page)]])
        gp.page.locator("tr", has_text=WAITING).locator("a").click()
        message = gp.page.locator("textarea[data-copy-source]").input_value()
        # Its list was confirmed before, when the plan was made.
        gp.page.goto("/practice/")
        gp.page.keyboard.type(studio.read("demo_lists.json")["code"])
        gp.page.keyboard.press("Enter")
        gp.page.locator("[data-part=priority]").wait_for()
        save("consult", [[_look(gp.page)]])
        gp.page.goto(f"{gp.page.url.split('#')[0]}/plan")
        save("plan", [[_look(gp.page)]])
    found = re.search(r"https?://\S+", message)
    assert found, "the invitation's text has a link"
    return found[0]


def picture_phone(studio: Studio, language: str, link: str) -> None:
    """Take the pictures of one patient's way, beside each other, three in a row."""
    answers: Fields = {**STORY_A, "reason": WORDS[language]}
    is_phone = {"has_touch": True, "is_mobile": True, "device_scale_factor": SHARPNESS}
    with studio.device(viewport=PHONE, **is_phone) as phone:
        page = phone.new_page()
        patient = Patient(page, language=language)
        page.goto(re.sub("/nl/", f"/{language}/", link))
        seen = [_look(page)]
        patient.resumes(answers, "sleep")
        seen.append(_look(page))
        patient.resumes(answers)
        seen.append(_look(page))
        patient.shares()
        seen.append(_look(page))
        page.goto(f"/{language}/open")
        page.fill("[name=code]", studio.read("demo_lists.json")["code"])
        page.keyboard.press("Enter")
        page.wait_for_url("**/mine")
        for path in ("plan", "help"):
            page.goto(f"/{language}/mine/{path}")
            seen.append(_look(page))
    save(f"phone-{language}", [seen[:3], seen[3:]])


def save(name: str, rows: list[list[Image.Image]]) -> None:
    """Save screens beside and below each other as one picture of few colours."""
    width, height = rows[0][0].size
    sheet = Image.new("RGB", _span(len(rows[0]), width, len(rows), height), AROUND)
    for down, row in enumerate(rows):
        for right, screen in enumerate(row):
            sheet.paste(screen, (right * (width + BETWEEN), down * (height + BETWEEN)))
    path = FOLDER / f"{name}.png"
    few = _with_few_colours(sheet)
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path} {few.width} × {few.height}, {size:,} bytes", flush=True)
    if size > MAX_BYTES:
        raise SystemExit(f"{path} has more than {MAX_BYTES:,} bytes: too many for a README.")


def _with_few_colours(sheet: Image.Image) -> Image.Image:
    """Keep the colours that most pixels have, and give every other pixel the nearest of them.

    Pillow's own `quantize` mixes colours: two life domains then have the same.
    """
    raw = sheet.tobytes()
    pixels = list(zip(raw[::3], raw[1::3], raw[2::3], strict=True))
    counted = Counter(pixels)
    kept = [colour for colour, _ in counted.most_common(COLOURS)]
    number = {colour: _nearest(kept, colour) for colour in counted}
    few = Image.frombytes("P", sheet.size, bytes(number[colour] for colour in pixels))
    few.putpalette([part for colour in kept for part in colour])
    return few


def _nearest(kept: Sequence[_Colour], colour: _Colour) -> int:
    def distance(number: int) -> int:
        return sum((one - other) ** 2 for one, other in zip(kept[number], colour, strict=True))

    return min(range(len(kept)), key=distance)


def _span(columns: int, width: int, rows: int, height: int) -> tuple[int, int]:
    between = BETWEEN * (columns - 1), BETWEEN * (rows - 1)
    return columns * width + between[0], rows * height + between[1]


def _look(page: Page) -> Image.Image:
    page.wait_for_load_state("networkidle")
    # Wherever the pointer or the cursor was, nothing shall shine or blink.
    page.mouse.move(0, 0)
    return Image.open(BytesIO(page.screenshot(caret="hide"))).convert("RGB")


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory(prefix="gesprek-pictures-") as name, sync_playwright() as play:
        environ = {"BENCH_INSTANCE": name, "GESPREK_DEMO": "1", "GESPREK_OFFLINE": "off"}
        with run_server("bench.apps:example_day()", "/nl/", environ) as server:
            browser = play.chromium.launch(executable_path=find_headless_shell(), args=FLAGS)
            studio = Studio(browser, server, Path(name))
            link = picture_practice(studio)
            for language in WORDS:
                picture_phone(studio, language, link)
            browser.close()


if __name__ == "__main__":
    main()
