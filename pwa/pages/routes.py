"""The first page, the neutral page, and what browsers and search engines ask for by themselves."""

from flask import Blueprint, Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from pwa import http
from pwa.assets import STATIC
from pwa.conversation.access import forget
from pwa.extensions import db
from pwa.pages.months import build_months, full_date
from pwa.practice.service import find_practice

MONTHS_SHOWN = 3
_A_DAY = 86_400

# A practice gives its address to its own patients; nothing here is meant to be found by searching.
_ROBOTS = "User-agent: *\nAllow: /$\nDisallow: /\n"

bp = Blueprint("pages", __name__)


@bp.get("/")
@bp.get("/<lang>/")
def home(lang: str | None = None) -> ResponseReturnValue:
    """Read what this is, and choose a language."""
    if lang is not None:
        http.get_language_or_404(lang)
    demo_slug = current_app.config["DEMO_SLUG"]
    demo = find_practice(db.session(), demo_slug) if demo_slug else None
    response = make_response(render_template("pages/home.html", demo=demo))
    response.vary.add("Accept-Language")
    return response


@bp.get("/<lang>/away")
def away(lang: str) -> ResponseReturnValue:
    """Leave quickly: a calendar that says nothing about where somebody was."""
    language = http.get_language_or_404(lang)
    today = http.today()
    page = render_template(
        "pages/away.html",
        today=today,
        today_in_words=full_date(today, language.code),
        months=build_months(today, MONTHS_SHOWN, language.code),
    )
    return forget(make_response(page))


@bp.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Get the neutral icon, for browsers that ask for it unasked."""
    return _keep_a_day(Response((STATIC / "img/icon.svg").read_bytes(), mimetype="image/svg+xml"))


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Keep search engines out."""
    return _keep_a_day(Response(_ROBOTS, mimetype="text/plain"))


def _keep_a_day(response: Response) -> Response:
    response.cache_control.max_age = _A_DAY
    return response
