"""The request by which an open page of the practice prolongs the session while somebody types."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.web.http import PRACTICE_PREFIX

bp = Blueprint("staff", __name__, url_prefix=PRACTICE_PREFIX)


@bp.get("/stay")
@staff_view(Action.ACCOUNT)
def stay(_staff: Staff) -> ResponseReturnValue:
    """Stay logged in while typing; the page's script sends this request."""
    return "", 204
