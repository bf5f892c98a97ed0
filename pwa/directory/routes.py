"""Local help on the patient's side."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pwa.directory.cards import build_cards
from pwa.directory.service import directory_of
from pwa.directory.topics import TOPIC_GROUPS, find_topic, topic_numbered
from pwa.practice.address import get_practice_or_404
from pwa.web import http

# Seconds that a page may be cached, and that its "open now" may be wrong.
KEPT_S = 60

bp = Blueprint("directory", __name__)


@bp.get("/p/<slug>/help/<int:number>")
def short(slug: str, number: int) -> ResponseReturnValue:
    """Redirect the address on a topic's poster to its help, in the visitor's language."""
    practice = get_practice_or_404(slug)
    language, topic = http.preferred_language(practice.languages), topic_numbered(number)
    address = url_for(
        "directory.options", lang=language.code, slug=slug, topic=topic.code if topic else None
    )
    response = redirect(address, code=303)
    response.vary.add("Accept-Language")
    return response


@bp.get("/<lang>/help/<slug>")
def options(lang: str, slug: str) -> ResponseReturnValue:
    """Look up who can help, by topic; the page uses no cookie and is the same for everybody."""
    language = http.get_language_or_404(lang)
    practice = get_practice_or_404(slug)
    topic = find_topic(request.args.get("topic"))
    cards = build_cards(
        directory_of(practice).options(language.code),
        topic.code if topic else None,
        language=language.code,
        moment=http.now(),
        # `?kept` asks for the copy that a phone stores for use offline (site/offline_bundle.py).
        is_for_days="kept" in request.args,
    )
    page = render_template(
        "directory/options.html", practice=practice, topic=topic, groups=TOPIC_GROUPS, cards=cards
    )
    response = make_response(page)
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_S
    response.add_etag()
    return response.make_conditional(request)
