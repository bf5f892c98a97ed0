"""The first page, the neutral pages, and what browsers and search engines ask for by themselves."""

from flask import Blueprint, Response, current_app, json, make_response, render_template, request
from flask.typing import ResponseReturnValue

from pwa.patient.access import forget
from pwa.practice.address import get_practice_or_404
from pwa.practice.service import find_practice
from pwa.site.months import build_months, full_date
from pwa.site.offline import build_manifest, build_worker
from pwa.site.offline_bundle import send_bundle
from pwa.web import http
from pwa.web.assets import STATIC
from pwa.web.extensions import db
from pwa.web.packed import send_packed

MONTHS_SHOWN = 3
_A_DAY = 86_400
_MINUTES = 300
# Content-Security-Policy of the worker: scripts and requests of this site only.
_WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"

# A practice gives its address to its own patients; nothing here is meant to be found by searching.
_ROBOTS = "User-agent: *\nAllow: /$\nDisallow: /\n"

bp = Blueprint("site", __name__)


@bp.get("/")
@bp.get("/<lang>/")
def home(lang: str | None = None) -> ResponseReturnValue:
    """Read what this is, and choose a language."""
    if lang is not None:
        http.get_language_or_404(lang)
    demo_slug = current_app.config["DEMO_SLUG"]
    demo = find_practice(db.session(), demo_slug) if demo_slug else None
    response = make_response(render_template("site/home.html", demo=demo))
    response.vary.add("Accept-Language")
    return response


@bp.get("/<lang>/away")
def away(lang: str) -> ResponseReturnValue:
    """Leave quickly: a calendar that says nothing about where somebody was."""
    language = http.get_language_or_404(lang)
    today = http.today()
    page = render_template(
        "site/away.html",
        today=today,
        today_in_words=full_date(today, language.code),
        months=build_months(today, MONTHS_SHOWN, language.code),
    )
    return forget(make_response(page))


@bp.get("/<lang>/offline")
def offline(lang: str) -> ResponseReturnValue:
    """Read that there is no network; phones keep this page to show it then."""
    http.get_language_or_404(lang)
    return render_template("site/offline.html")


@bp.get("/<lang>/by-ear")
def by_ear(lang: str) -> ResponseReturnValue:
    """Get the buttons and words of the by-ear mode, which a phone fetches at the first press of an ear."""
    http.get_language_or_404(lang)
    return render_template("site/by_ear.html")


@bp.get("/<lang>/kept")
@bp.get("/<lang>/kept/<slug>")
def bundle(lang: str, slug: str | None = None) -> ResponseReturnValue:
    """Get the documents that a phone keeps for use offline, of a practice or of none."""
    http.get_language_or_404(lang)
    return send_bundle(lang, get_practice_or_404(slug) if slug else None)


@bp.get("/<lang>/p/<slug>/app.webmanifest")
def manifest(lang: str, slug: str) -> ResponseReturnValue:
    """Get what a phone needs to put the app of a practice on its screen."""
    language = http.get_language_or_404(lang)
    about = build_manifest(get_practice_or_404(slug), language)
    response = Response(json.dumps(about), mimetype="application/manifest+json")
    response.cache_control.public = True
    response.cache_control.max_age = _MINUTES
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/sw.js")
def worker() -> ResponseReturnValue:
    """Get the service worker; browsers request it often, and install it when a byte differs."""
    response = send_packed(build_worker(), "text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Content-Security-Policy"] = _WORKER_POLICY
    return response


@bp.get("/apple-touch-icon.png")
def touch_icon() -> ResponseReturnValue:
    """Get the icon for the home screen of an iPhone, which requests this address by itself."""
    return _keep_a_day(Response((STATIC / "img/icon-180.png").read_bytes(), mimetype="image/png"))


@bp.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Get the neutral icon, for browsers that request this address by themselves."""
    return _keep_a_day(Response((STATIC / "img/icon.svg").read_bytes(), mimetype="image/svg+xml"))


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Keep search engines out."""
    return _keep_a_day(Response(_ROBOTS, mimetype="text/plain"))


def _keep_a_day(response: Response) -> Response:
    response.cache_control.max_age = _A_DAY
    return response
