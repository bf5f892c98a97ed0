"""The empty example of a spreadsheet, to fill in."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from pwa.directory.exchange.files.example import EXAMPLE_NAME, write_example
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.web import http

bp = Blueprint("help_files", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/help/import")


@bp.get("/example")
@staff_view(Action.HELP_SETS)
def example(_staff: Staff) -> ResponseReturnValue:
    """Download a spreadsheet with our headings and nothing below them."""
    response = Response(write_example(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=EXAMPLE_NAME)
    return response
