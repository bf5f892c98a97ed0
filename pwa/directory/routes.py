"""Local help on the patient's side. What somebody looks for is in no address and is stored nowhere."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pwa.directory.finding.core import read_wanted
from pwa.directory.finding.phone import send_list
from pwa.directory.finding.view_models import HelpPage, build_kept_page, build_page
from pwa.directory.reporting import CHOICES, MAX_LINE, may_report, read_report, send_report
from pwa.directory.service import directory_of
from pwa.directory.topics import TOPIC_GROUPS, topic_numbered
from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.practice.offered import offered_languages
from pwa.store.database import only_read
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

# Seconds that a page may be cached, and that its "open now" may be wrong.
KEPT_S = 60

bp = Blueprint("directory", __name__)
bp.before_request(http.refuse_foreign_origin)


@bp.get("/p/<slug>/help/<int:number>")
def short(slug: str, number: int) -> ResponseReturnValue:
    """Redirect the address on a topic's poster to its help, in the visitor's language."""
    practice = get_practice_or_404(slug)
    language, topic = http.preferred_language(offered_languages(practice)), topic_numbered(number)
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
    # `?kept` asks for the copy that a phone stores for use offline (site/offline_bundle.py).
    if "kept" in request.args:
        page = build_kept_page(practice, http.now())
    else:
        asked = {name: request.args.get(name, "") for name in ("topic", "page")}
        page = build_page(practice, read_wanted(asked), language=language.code, moment=http.now())
    response = make_response(_render(practice, page))
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_S
    response.add_etag()
    return response.make_conditional(request)


@bp.post("/<lang>/help/<slug>")
def find(lang: str, slug: str) -> ResponseReturnValue:
    """Find help by words and filters, for phones that cannot search themselves."""
    language = http.get_language_or_404(lang)
    only_read(db.session())
    practice = get_practice_or_404(slug)
    wanted = read_wanted(request.form)
    page = build_page(practice, wanted, language=language.code, moment=http.now())
    return _render(practice, page)


@bp.get("/<lang>/help/<slug>/list")
def list_for_phone(lang: str, slug: str) -> ResponseReturnValue:
    """Give the list that a phone keeps; the same for everybody."""
    language = http.get_language_or_404(lang)
    return send_list(get_practice_or_404(slug), language.code, http.now())


@bp.post("/<lang>/help/<slug>/report")
def report(lang: str, slug: str) -> ResponseReturnValue:
    """Tell the practice that something about an option is not right; whoever tells stays unknown."""
    language = http.get_language_or_404(lang)
    practice = get_practice_or_404(slug)
    sent = read_report(request.form)
    option = directory_of(practice).find(sent.option, language.code)
    if option is None:
        return redirect(url_for("directory.options", lang=lang, slug=slug), code=303)
    status = 422 if sent.is_too_long else 200 if may_report(practice.id) else 429
    if status == 200 and send_report(begin_work(), practice, sent, language.written):
        db.session.commit()
    return render_template(
        "directory/reported.html",
        practice=practice,
        option=option,
        sent=sent,
        status=status,
        choices=CHOICES,
        max_line=MAX_LINE,
    ), status


def _render(practice: Practice, page: HelpPage) -> str:
    return render_template(
        "directory/options.html", practice=practice, page=page, groups=TOPIC_GROUPS
    )
