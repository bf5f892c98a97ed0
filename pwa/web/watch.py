"""Counters and log lines for those who run the application: events, and alarms about faults.

Neither names a person, a practice or anything that was typed: the numbers of one practice would be
small enough to tell something about a person.
"""

import logging
import os
import sys
from hmac import compare_digest

import structlog
from flask import Flask, Response, abort, current_app, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    generate_latest,
    multiprocess,
)

METRICS_PATH = "/metrics"

_REGISTRY = CollectorRegistry()
_EVENTS = Counter(
    "gesprek_events", "What happened, of all practices together.", ["event"], registry=_REGISTRY
)
_LOG = structlog.stdlib.get_logger("gesprek")

# Endpoint and status of an answer, to the event that is counted.
_MEANING = {
    ("sharing.share", 201): "check-shared",
    ("sharing.share", 303): "check-shared",
    ("conversation.open_conversation", 303): "conversation-opened",
    ("conversation.open_conversation", 404): "code-wrong",
    ("practice.give_password", 422): "login-refused",
    ("practice.give_code", 422): "login-refused",
    ("practice.give_recovery_code", 422): "login-refused",
    ("practice.give_passkey", 422): "login-refused",
    ("conversation.withdraw_now", 303): "check-withdrawn",
}
# Status of any other answer, to the event that is counted and logged.
_ALARMING = {403: "page-refused", 429: "limit-reached", 500: "error", 503: "busy"}


def count(event: str) -> None:
    """Count an event that is no fault."""
    _EVENTS.labels(event).inc()


def alarm(event: str, **facts: str | int) -> None:
    """Count something that somebody should look at, and write a line about it.

    Args:
        facts: nothing about a person, no network address, and no text that anybody typed.
    """
    count(event)
    _LOG.warning(event, **facts)


def report(event: str, **facts: str | int) -> None:
    """Write a log line about work that was done."""
    _LOG.info(event, **facts)


def init_app(app: Flask, *, token: str) -> None:
    """Count the answers of an application, and give the counters to whoever knows the token.

    Args:
        token: empty for nobody.
    """
    _write_lines()
    app.config["METRICS_TOKEN"] = token
    app.after_request(_note_answer)
    app.add_url_rule(METRICS_PATH, "metrics", _metrics)


def _note_answer(response: Response) -> Response:
    place = request.endpoint or ""
    meaning = _MEANING.get((place, response.status_code))
    if meaning is not None:
        count(meaning)
    elif response.status_code in _ALARMING:
        is_pdf = place.startswith("export.") and response.status_code == 503
        event = "pdf-busy" if is_pdf else _ALARMING[response.status_code]
        alarm(event, place=place, status=response.status_code)
    return response


def _metrics() -> Response:
    """Give the counters of all worker processes as Prometheus reads them."""
    token: str = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "")
    if not token or not compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    registry = _REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _write_lines() -> None:
    """Write every line of the log as one JSON object, those of the libraries too."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
    )
    logging.getLogger("gesprek").setLevel(logging.INFO)
    root = logging.getLogger()
    if not any(isinstance(handler, _Lines) for handler in root.handlers):
        root.addHandler(_Lines(formatter))


class _Lines(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to `sys.stderr` as it is at the moment of each line."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.stream = sys.stderr
        super().emit(record)
