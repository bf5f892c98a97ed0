"""Note what an answer says, with the Dutch: for answers that cannot be asked for a second time in Dutch.

A form that stores something is sent once. While its answer is made, each text that is looked up in the
catalogues is noted with the Dutch of the same message. Where two messages of an answer are written
alike and have different Dutch, none is given.
"""

from collections.abc import Callable
from typing import Any, Final, cast

from babel.support import Translations
from flask import Flask, Response, g, has_request_context, json, request
from flask_babel import Domain, force_locale

from pwa.locales import PRACTICE_LANGUAGE
from pwa.site.under.known import carrier
from pwa.site.under.markup import write_part

# Sent by who shows the Dutch under each text: the script (static/js/under/said.js) and `under.page`.
ASKED: Final = "Gesprek-Dutch"


class _Said:
    """What an answer says.

    Attributes:
        pairs: own text to Dutch, with open places; an empty text where it would be ambiguous.
    """

    def __init__(self, dutch: Translations) -> None:
        self.dutch = dutch
        self.pairs: dict[str, str] = {}

    def note(self, own: str, dutch: str) -> str:
        if own != dutch:
            self.pairs[own] = dutch if self.pairs.get(own, dutch) == dutch else ""
        return own


class _Noting:
    """Looks texts up as the catalogue of a language does, and notes them."""

    def __init__(self, own: Translations, said: _Said) -> None:
        self._own, self._said = own, said

    def __getattr__(self, name: str) -> Callable[..., str]:
        look_up, in_dutch = getattr(self._own, name), getattr(self._said.dutch, name)
        return lambda *message: self._said.note(look_up(*message), in_dutch(*message))


class NotingDomain(Domain):
    """The catalogues; an answer to a form that was asked for its Dutch notes what it says."""

    def get_translations(self) -> Translations:
        """Give the texts of the language of this request."""
        own: Translations = super().get_translations()  # type: ignore[no-untyped-call]
        if not has_request_context() or request.method != "POST" or ASKED not in request.headers:
            return own
        if "said" not in g:
            with force_locale(PRACTICE_LANGUAGE.code):
                g.said = _Said(super().get_translations())  # type: ignore[no-untyped-call]
        return cast(Translations, _Noting(own, g.said))


def init_app(app: Flask) -> None:
    """Let answers give the Dutch of what they say to who asks for it."""
    babel = app.extensions["babel"].instance
    # All apps of a process share it, with the catalogues that it has read.
    if "domain_instance" not in vars(babel):
        babel.domain_instance = NotingDomain()  # type: ignore[no-untyped-call]
    app.after_request(_add_pairs)


def _add_pairs(response: Response) -> Response:
    said: _Said | None = g.pop("said", None)
    pairs = {own: dutch for own, dutch in said.pairs.items() if dutch} if said else {}
    if pairs and response.mimetype == "text/html":
        html = response.get_data(as_text=True)
        response.set_data(html.replace("</body>", f"{write_part(carrier(pairs))}</body>"))
    elif pairs and response.is_json:
        told: Any = response.get_json()
        if isinstance(told, dict):
            response.set_data(json.dumps({**told, "dutch": pairs}))
    return response
