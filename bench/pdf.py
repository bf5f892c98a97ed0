"""How long a plan on paper takes, once everything is warm."""

from bench.report import Figure
from tests.databases import Home

ROUNDS = 15


def measure_pdf(home: Home) -> list[Figure]:
    raise SystemExit
