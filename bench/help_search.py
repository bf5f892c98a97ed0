"""Measure the search in a directory of 50,000 services: `python -m bench.help_search [postgresql]`.

`measure_search` can be called on any directory that has its services already.
"""

import random
import resource
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert, select

from bench.report import Figure, write_table
from pwa.directory.hsds import HelpService, Organization, ServiceArea
from pwa.directory.models import KeptService, KeptState, Source
from pwa.directory.search import service as search
from pwa.directory.service import Directory, directory_of
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.typed.folding import fold
from pwa.web.extensions import db
from tests.databases.homes import Home, Sqlite, make_demo_home, postgres_server

SERVICES = 50_000
SEARCHES = 100
LIMIT_MS = 100.0
TODAY = date(2026, 11, 23)
_LIMIT = 30

_STARTS = [
    "wandel",
    "kook",
    "taal",
    "fiets",
    "zang",
    "buurt",
    "schuld",
    "werk",
    "woon",
    "jeugd",
    "ouder",
    "zorg",
    "slaap",
    "rouw",
    "praat",
    "naai",
]
_ENDS = [
    "groep",
    "club",
    "huis",
    "punt",
    "café",
    "spreekuur",
    "team",
    "hulp",
    "maatje",
    "cursus",
    "loket",
    "kring",
    "atelier",
    "dienst",
]
_SYLLABLES = [
    "ba",
    "de",
    "ka",
    "lo",
    "mi",
    "nu",
    "ra",
    "so",
    "ta",
    "ve",
    "wi",
    "zo",
    "ger",
    "len",
    "der",
    "ster",
    "berg",
    "dam",
    "hoek",
    "veen",
    "wal",
    "brug",
]
_ARABIC = [
    "مساعدة",
    "قراءة",
    "كتابة",
    "سكن",
    "عمل",
    "مال",
    "أطفال",
    "رياضة",
    "طبخ",
    "لقاء",
    "حديقة",
    "موسيقى",
    "صديق",
    "جار",
]


def measure_search(directory: Directory) -> list[Figure]:
    """Measure the search of patients and of the practice in the services that a directory has."""
    names = [fold(name) for name in directory.db.scalars(select(KeptService.name).limit(5_000))]
    search._INDEXES.clear()
    tracemalloc.start()
    _search(directory, "nl", "geld")
    memory = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    search._INDEXES.clear()
    build, _processor = _time(directory, "nl", "geld")
    _search(directory, "ar", "مال")
    chance = random.Random(1)
    kinds: dict[str, Callable[[], tuple[str, str]]] = {
        "known word": lambda: ("nl", chance.choice(chance.choice(names).split())),
        "known to many": lambda: ("nl", chance.choice(["hulp", "schulden", "utrecht", "mensen"])),
        "two letters": lambda: ("nl", chance.choice(chance.choice(names).split())[:2]),
        "misspelled": lambda: ("nl", _misspell(chance, chance.choice(names).split()[0])),
        "Arabic, misspelled": lambda: ("ar", _misspell(chance, chance.choice(_ARABIC))),
        "three words": lambda: ("nl", " ".join(chance.choice(names).split()[:2]) + " utrecht"),
        "three misspelled": lambda: (
            "nl",
            " ".join(
                _misspell(chance, word) for word in [*chance.choice(names).split(), "utrecht"]
            ),
        ),
    }
    figures = [Figure("index made", build / 1000, "s"), Figure("  its memory", memory, "MiB")]
    for kind, make in kinds.items():
        times = [_time(directory, *make()) for _round in range(SEARCHES)]
        figures += _figures(f"search, {kind}, p99", times)
    times = [_time_after_change(directory) for _round in range(20)]
    return [*figures, *_figures("search after one was edited, worst", times)]


def _figures(name: str, times: list[tuple[float, float]]) -> list[Figure]:
    """Give the p99; on a busy machine the processor time says more than the time on the clock."""
    clock, processor = (sorted(each)[int(0.99 * len(times))] for each in zip(*times, strict=True))
    return [
        Figure(name, clock, "ms", LIMIT_MS),
        Figure("  processor time of this process", processor, "ms"),
    ]


def fill(practice: Practice, count: int = SERVICES) -> None:
    """Give a practice many services, and commit."""
    chance = random.Random(2)
    for start in range(0, count, 1_000):
        rows = [_row(practice.id, chance, number) for number in range(start, start + 1_000)]
        db.session.execute(insert(KeptService), rows)
    practice.help_revision += 1
    db.session.commit()


def _row(practice_id: int, chance: random.Random, number: int) -> dict[str, object]:
    service = _service(chance)
    return {
        "practice_id": practice_id,
        "uid": service.id,
        "source": Source.OWN,
        "state": KeptState.SHOWN,
        "content": service,
        "name": fold(service.name),
        "topics": "",
        "assured_on": service.assured_on,
        "edition": 1,
        "updated_at": datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=number),
    }


def _service(chance: random.Random) -> HelpService:
    word = chance.choice(_STARTS) + chance.choice(_ENDS)
    place = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))
    said = " ".join(chance.choice(_STARTS) + chance.choice(_SYLLABLES) for _word in range(6))
    return HelpService(
        id=str(uuid4()),
        name=f"{word.capitalize()} {place.capitalize()}",
        organization=Organization(id=str(uuid4()), name=f"Stichting {place.capitalize()}"),
        what={
            "nl": f"Hulp bij {said}, elke week.",
            "ar": " ".join(chance.choices(_ARABIC, k=6)),
        },
        audience={"nl": "Voor mensen in Utrecht", "ar": "لسكان أوترخت"},
        areas=(ServiceArea(id=str(uuid4()), name=f"{place.capitalize()}, Utrecht"),),
        topics=frozenset(chance.sample(sorted(TOPIC_BY_CODE), k=2)),
        assured_on=TODAY - timedelta(days=chance.randint(1, 250)),
    )


def _misspell(chance: random.Random, word: str) -> str:
    place = chance.randrange(1, max(len(word) - 1, 2))
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[: place - 1] + word[place : place + 1] + word[place - 1] + word[place + 1 :],
        ]
    )


def _search(directory: Directory, language: str, typed: str) -> None:
    search.search_help(directory, language, typed, today=TODAY, limit=_LIMIT)


def _time(directory: Directory, language: str, typed: str) -> tuple[float, float]:
    """Give the milliseconds of one search, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    _search(directory, language, typed)
    return 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)


def _time_after_change(directory: Directory) -> tuple[float, float]:
    row = directory.db.scalars(
        select(KeptService).where(KeptService.practice_id == directory.practice_id).limit(1)
    ).one()
    row.updated_at = datetime.now(UTC)
    practice = directory.db.get_one(Practice, directory.practice_id)
    practice.help_revision += 1
    directory.db.commit()
    return _time(directory, "nl", "wandelgroep")


def measure_help_search(home: Home) -> list[Figure]:
    """Fill the example practice and measure."""
    with home.app() as app, app.app_context():
        practice = db.session.scalars(select(Practice)).one()
        use_practice(db.session(), practice.id)
        fill(practice)
        return measure_search(directory_of(practice))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gesprek-bench-") as folder:
        if "postgresql" in sys.argv:
            with postgres_server() as server:
                figures = measure_help_search(make_demo_home(server, Path(folder)))
        else:
            figures = measure_help_search(make_demo_home(Sqlite(), Path(folder)))
    print(write_table(figures))
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB in all")


if __name__ == "__main__":
    main()
