"""Routes of sharing: the review page, taking a sending, and the answers to one that is refused."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.sharing import entry
from pwa.sharing.core import Receipt
from pwa.sharing.forms import ShareForm
from pwa.sharing.queued import answer_refusals
from pwa.sharing.review import lost_priority
from pwa.sharing.sending import Sending
from pwa.sharing.service import find_receipt, share_selfcheck
from pwa.sharing.view_models import ask_again, give_receipt, refuse, show_review
from pwa.store.database import only_read
from pwa.text import N_
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.code_pool import POOL, Busy
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import get_language_or_404, now, refuse_foreign_origin, wants_json

bp = Blueprint("sharing", __name__)
bp.before_request(refuse_foreign_origin)
answer_refusals(bp, refuse)

CHOOSE_AGAIN = N_("You do not share a part of your answers. Choose again what matters most to you.")


@bp.post("/<lang>/check/<slug>/review")
def review(lang: str, slug: str) -> ResponseReturnValue:
    """Show the answers before sharing, to a patient without JavaScript; nothing is stored."""
    get_language_or_404(lang)
    only_read(db.session())
    return show_review(get_practice_or_404(slug), lang)


@bp.post("/<lang>/check/<slug>")
def share(lang: str, slug: str) -> ResponseReturnValue:
    """Send the answers to the practice."""
    get_language_or_404(lang)
    practice_id = entry.find_practice(slug).id
    form = ShareForm()
    sending = form.read(lang, practice_id, master_keys(), now=now())
    if sending is None:
        return refuse(form.sentences, 422)
    if not wants_json() and lost_priority(sending.answers.check, form.fields):
        return refuse({"priority": gettext(CHOOSE_AGAIN)}, 422)
    return give_receipt(_take(sending), sending, lang)


@bp.errorhandler(Busy)
def busy(error: Busy) -> ResponseReturnValue:
    """Ask to try again in a moment; the page keeps what was typed."""
    return ask_again(gettext(error.message), 503, error.retry_after_seconds)


def _take(sending: Sending) -> Receipt:
    work = begin_work()
    if receipt := find_receipt(work, sending):
        return receipt
    practice = db.session.get_one(Practice, sending.practice_id)
    admission = entry.admit(work, sending, practice)
    db.session.rollback()  # end the transaction (nothing was written): making a code may be slow
    fresh = None if sending.is_change else POOL.take()
    receipt = share_selfcheck(work, sending, admission, fresh)
    db.session.commit()
    return receipt
