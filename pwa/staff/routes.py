"""What every page of the practice asks for: that whoever sits there stays logged in."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.web.http import PRACTICE_PREFIX

bp = Blueprint("staff", __name__, url_prefix=PRACTICE_PREFIX)


@bp.get("/stay")
@staff_view(Action.ACCOUNT)
def stay(_staff: Staff) -> ResponseReturnValue:
    """Stay logged in while typing: the page asks on behalf of whoever sits there."""
    return "", 204
