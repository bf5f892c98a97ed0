"""Answers of sharing, as page or as JSON: the review page with or without errors, the receipt."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from pwa.locales import known_language
from pwa.patient.access import patient_link, phone_name, remember
from pwa.patient.tokens import new_pass
from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.selfcheck import questions
from pwa.selfcheck.answers import AnswerError
from pwa.selfcheck.lines import Line, build_lines
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.view_models import render_check
from pwa.sharing.core import Receipt
from pwa.sharing.forms import in_words, sent_fields, without_envelope
from pwa.sharing.queued import receipt_fields
from pwa.sharing.review import ASKED_BEFORE, build_review, read_what_can_be_read
from pwa.sharing.sending import Sending
from pwa.web.http import now, wants_json

_VALUE = Markup('<bdi dir="auto">{}</bdi>')


def ask_again(sentence: str, status: int, retry_after_s: int) -> Response:
    """Ask to share again later, on a page that keeps all that was typed."""
    response = refuse({"uid": sentence}, status)
    response.headers["Retry-After"] = str(retry_after_s)
    return response


def show_review(
    practice: Practice, lang: str, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """Show the review page, or the form again when an answer of the form is invalid.

    With an error about `reply_to` the page leaves that token out: sharing again makes a new list.
    """
    fields = sent_fields()
    if "reply_to" in (errors or {}):
        del fields["reply_to"]
    try:
        answers, wrong = read_what_can_be_read(without_envelope(fields), language=lang)
    except AnswerError as error:
        sentences = {**in_words(error), **(errors or {})}
        page = render_check(practice, lang, fields, errors=sentences, places=ASKED_BEFORE)
        return Response(page, status=422)
    if wrong:
        errors, status = {**in_words(AnswerError(wrong)), **(errors or {})}, 422
    is_rtl = known_language(lang).is_rtl
    lines = build_lines(answers.check, language=lang, translate=gettext)
    page = render_template(
        "conversation/review.html",
        practice=practice,
        review=build_review(answers.check, fields),
        view=draw_map(answers.check, translate=gettext, is_rtl=is_rtl),
        lines=[_isolate(line) for line in lines],
        q=questions,
        uid=uuid4(),
        errors=errors or {},
    )
    return Response(page, status=status)


def _isolate(line: Line) -> Line:
    """Put each value into an element that keeps its direction to itself."""
    marked = {name: _VALUE.format(value) for name, value in line.values.items()}
    return Line(line.text, marked)


def refuse(errors: Mapping[str, str], status: int) -> Response:
    """Answer with the errors: as JSON to a script, else on a page that keeps what was typed.

    Args:
        errors: field name to sentence.
        status: the HTTP status; 422 if the page turns out to have invalid answers.
    """
    if wants_json():
        response = jsonify(errors=errors)
        response.status_code = status
        return response
    values = request.view_args or {}
    return show_review(get_practice_or_404(values["slug"]), values["lang"], errors, status)


def give_receipt(receipt: Receipt, sending: Sending, lang: str) -> Response:
    """Answer a sending; the pass that opens the receipt page comes as a cookie.

    There is no pass when the receipt has no private key.
    """
    response = _say_received(receipt, sending.uid, lang)
    if receipt.private_key is None:
        return response
    patient_pass = new_pass(
        sending.practice_id,
        receipt.conversation_id,
        receipt.private_key,
        generation=receipt.generation,
        now=now(),
        code=receipt.code,
        link_secret=receipt.link_secret,
    )
    return remember(response, patient_pass)


def _say_received(receipt: Receipt, uid: UUID, lang: str) -> Response:
    """Answer a script with receipt and proof as JSON; redirect a form to the receipt page."""
    if not wants_json():
        return make_response(redirect(url_for("conversation.receipt", lang=lang), code=303))
    response = jsonify(
        **receipt_fields(receipt.id, receipt.received_at, uid),
        phone=phone_name(receipt.conversation_id, receipt.generation),
        code=receipt.code,
        link=patient_link(lang, receipt.link_secret) if receipt.link_secret else None,
    )
    response.status_code = 201 if receipt.is_new else 200
    return response
