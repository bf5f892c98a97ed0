"""The patient's pass, a cookie for half an hour: made by sharing, or by a code or link."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from flask import Response, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from pwa.conversation import service
from pwa.conversation.core import PatientPass
from pwa.conversation.documents import OpenConversation
from pwa.conversation.lost import refuse_lost_list
from pwa.conversation.opening import open_for_patient
from pwa.patient.tokens import PASS_LIFETIME, ReplyTo, open_pass, seal_pass, write_reply_token
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import format_code
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import base_url, delete_cookie, get_cookie, get_language_or_404, now, set_cookie

COOKIE = "gesprek"
_PHONE_ID_BYTES = 12

P = ParamSpec("P")


@dataclass(frozen=True)
class Visit:
    """One request of a patient with a pass, and the conversation that the pass opened.

    Attributes:
        practice: of the conversation.
        code, link_secret: both right after sharing, for the receipt; later only the one that the
            patient came back with.
    """

    opened: OpenConversation
    practice: Practice
    code: str | None
    link_secret: str | None

    @property
    def is_invited(self) -> bool:
        """Say whether the practice invited them: then it may read the list on the day of the consult."""
        return self.opened.row.invitation_id is not None

    @property
    def phone(self) -> str:
        """The name by which an own phone finds its copy of this list; changes with the keys."""
        row = self.opened.row
        return phone_name(row.id, row.keys_generation)

    def reply_token(self) -> str:
        """Write the token with which a page may add to this list later; it opens nothing."""
        row = self.opened.row
        reply_to = ReplyTo(row.id, row.keys_generation)
        return write_reply_token(reply_to, row.practice_id, master_keys(), now=now())


def phone_id(conversation_id: UUID) -> str:
    """Compute the name of a conversation for an own phone: a MAC in hex, which opens nothing."""
    return master_keys().mac("own phone", conversation_id.bytes)[:_PHONE_ID_BYTES].hex()


def phone_name(conversation_id: UUID, generation: int) -> str:
    """Compute the name of a conversation and a generation of its keys for an own phone."""
    return f"{phone_id(conversation_id)}.{generation}"


def remember(response: Response, patient_pass: PatientPass) -> Response:
    """Set the pass as a sealed cookie."""
    set_cookie(response, COOKIE, seal_pass(patient_pass, master_keys()), lifetime=PASS_LIFETIME)
    return response


def forget(response: Response) -> Response:
    """Delete the cookie with the pass."""
    delete_cookie(response, COOKIE)
    return response


def current_pass() -> PatientPass | None:
    """Read the pass from the request's cookie; None without one, or when its time is over."""
    cookie = get_cookie(COOKIE)
    return open_pass(cookie, master_keys(), now=now()) if cookie else None


def patient_view(
    view: Callable[Concatenate[Visit, str, P], ResponseReturnValue],
) -> Callable[..., ResponseReturnValue]:
    """Open the patient's conversation for a view; without a pass, ask for the code.

    The view gets the visit and the language's code as its first arguments. `service.Gone` (taken
    back, expired or put aside) and `Lost` (lost by a restore) are raised before the view is called;
    error handlers show a page for each.
    """

    @wraps(view)
    def guarded(lang: str, *args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        work = begin_work()
        get_language_or_404(lang)
        patient_pass = current_pass()
        if patient_pass is None:
            return redirect(url_for("conversation.open_page", lang=lang), code=303)
        use_practice(work.db, patient_pass.practice_id)
        try:
            opened = open_for_patient(work.db, patient_pass)
        except service.Gone:
            refuse_lost_list(work, patient_pass.conversation_id)
            raise
        except service.KeysReplaced:
            asked = redirect(url_for("conversation.open_page", lang=lang), code=303)
            return forget(make_response(asked))
        practice = db.session.get_one(Practice, patient_pass.practice_id)
        visit = Visit(opened, practice, patient_pass.code, patient_pass.link_secret)
        return view(visit, lang, *args, **kwargs)

    return guarded


def invitation_link(practice: Practice, language: str, token: str) -> str:
    """Write the link of an invitation; its token is in the fragment, which browsers never send."""
    return f"{base_url()}{url_for('selfcheck.start', lang=language, slug=practice.slug)}#i={token}"


def practice_address(practice: Practice) -> str:
    """Write the short address of a practice's start page, as on posters."""
    return f"{base_url()}{url_for('selfcheck.short', slug=practice.slug)}"


def start_address(practice: Practice, code: str) -> str:
    """Write the address of a practice's start page in one language."""
    return f"{base_url()}{url_for('selfcheck.start', lang=code, slug=practice.slug)}"


def address_with_code(practice: Practice, code: str) -> str:
    """Write that address with the short code of an invitation, to be typed from its card."""
    path = url_for("selfcheck.short_with_code", slug=practice.slug, code=format_code(code))
    return f"{base_url()}{path}"


def without_scheme(address: str) -> str:
    """Write an address without `https://`, which nobody types and a browser adds by itself."""
    return address.partition("://")[2]


def patient_link(lang: str, link_secret: str) -> str:
    """Write the link for coming back; its secret is in the fragment, which browsers never send."""
    return f"{base_url()}{url_for('conversation.open_page', lang=lang)}#{link_secret}"
