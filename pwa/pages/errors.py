"""What is said when something goes wrong: in the person's language, what to do next, never a stack."""

from dataclasses import dataclass

from flask import Flask, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from pwa.http import is_practice_side
from pwa.text import N_

_RETRY_AFTER_S = 10


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What happened, and what somebody can do about it."""

    title: str
    advice: str


TEXTS: dict[int, ErrorText] = {
    # Translators: nl: "Dit lukt niet" | "Ga terug, laad de pagina opnieuw en probeer het nog een keer."
    400: ErrorText(N_("This does not work"), N_("Go back, load the page again and try once more.")),
    # Translators: nl: "U kunt deze pagina niet openen" | "Deze pagina is niet voor u, of u bent te lang weg geweest."
    403: ErrorText(
        N_("You cannot open this page"),
        N_("This page is not for you, or you have been away too long."),
    ),
    # Translators: nl: "Deze pagina bestaat niet" | "Kijk of het adres klopt, of vraag de praktijk om een nieuw adres."
    404: ErrorText(
        N_("This page does not exist"),
        N_("Check the address, or ask the practice for a new one."),
    ),
    # Translators: nl: "Dit kan hier niet" | "Ga naar het begin en probeer het opnieuw."
    405: ErrorText(N_("This is not possible here"), N_("Go to the start and try again.")),
    # Translators: nl: "Dit is te veel tekst" | "Ga terug en maak uw tekst korter."
    413: ErrorText(N_("This is too much text"), N_("Go back and make your text shorter.")),
    # Translators: nl: "Wacht even" | "Dit is te vaak geprobeerd. Probeer het over een paar minuten opnieuw."
    429: ErrorText(N_("Please wait"), N_("This was tried too often. Try again in a few minutes.")),
    # Translators: nl: "Er ging iets mis bij ons" | "Het ligt niet aan u. Probeer het later opnieuw."
    500: ErrorText(
        N_("Something went wrong on our side"), N_("It is not your fault. Try again later.")
    ),
    # Translators: nl: "Het werkt nu even niet" | "Probeer het over een minuut opnieuw."
    503: ErrorText(N_("It does not work at the moment"), N_("Try again in a minute.")),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, show_error)
    for error in (OperationalError, InterfaceError, PoolTimeoutError):
        app.register_error_handler(error, _show_database_away)


def show_error(error: HTTPException) -> ResponseReturnValue:
    """Say what went wrong: as a page, or as JSON to a script that asked for it."""
    code = error.code or 500
    text = TEXTS.get(code) or TEXTS[400 if code < 500 else 500]
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        response = jsonify(errors={"form": f"{gettext(text.title)}. {gettext(text.advice)}"})
    else:
        side = "practice" if is_practice_side() else "patient"
        response = make_response(render_template(f"errors/{side}.html", text=text))
    # `Allow` of a 405 and `Retry-After` must survive.
    response.headers.extend(
        (name, value) for name, value in error.get_headers() if name != "Content-Type"
    )
    response.status_code = code
    return response


def _show_database_away(error: Exception) -> ResponseReturnValue:
    # The text of a database error can hold what somebody typed, so only its kind is logged.
    current_app.logger.error("database not available: %s", type(error).__name__)
    return show_error(ServiceUnavailable(retry_after=_RETRY_AFTER_S))
