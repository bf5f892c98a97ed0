"""Measure how long the PDF of a plan takes, the first time and once everything is warm."""

import time
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import select

from bench.report import Figure
from pwa.papers.papers import plan_pdf
from pwa.practice.models import Practice
from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.inputs.plans import CARERS_PLAN

ROUNDS = 15


def measure_pdf(home: Home) -> list[Figure]:
    """Print the tired carer's plan in Dutch and in Arabic, which runs from right to left."""
    with home.app() as app, app.test_request_context("/"):
        practice = db.session.scalars(select(Practice)).one()
        return [figure for language in ("nl", "ar") for figure in _measure(practice, language)]


def _measure(practice: Practice, language: str) -> list[Figure]:
    times, pdf = [], b""
    for _round in range(ROUNDS + 2):
        started = time.perf_counter()
        pdf = plan_pdf(CARERS_PLAN, practice, language, saved_at=datetime.now(UTC))
        times.append(time.perf_counter() - started)
    return [
        Figure(f"plan as PDF, {language}, warm", median(times[2:]) * 1000, "ms", 150.0),
        Figure("  the first one of a worker", times[0] * 1000, "ms"),
        Figure("  size", len(pdf) / 1000, "kB"),
    ]
