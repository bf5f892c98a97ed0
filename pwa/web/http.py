"""Headers, cookies, the clock, and who is asking: what every answer of the application shares."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, abort, current_app, g, request
from flask.sansio.app import App
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from pwa.locales import (
    LANGUAGES,
    PRACTICE_LANGUAGE,
    Language,
    find_language,
    known_language,
    local_day,
)
from pwa.web import assets

MAX_BODY_BYTES = 64 * 1024
# How many pages of a long list can be asked for: a database reads all rows before a page (OFFSET).
MAX_PAGES = 10_000
# The largest number of a row: the databases count in 32 bits.
MAX_ROW_NUMBER = 2**31 - 1
PRACTICE_PREFIX = "/practice"
# Pages of who receives a warm handover: professionals in the Netherlands, so in Dutch as well.
RECEIVER_PREFIX = "/handover"

# Endpoint to the size of a body that it takes, in bytes; all others take MAX_BODY_BYTES.
_LARGER = "LARGER_BODIES"
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def now() -> datetime:
    """Give the time, in UTC; only routes and commands look at the clock."""
    return datetime.now(UTC)


def today() -> date:
    """Give today's date in the time zone of the practices."""
    return local_day(now())


def base_url() -> str:
    """Give the address of the site as patients reach it, without a slash at the end."""
    return current_app.config["BASE_URL"] or request.host_url.rstrip("/")


def get_language_or_404(code: str) -> Language:
    """Find the language of an address."""
    return _offered(code) or abort(404)


def request_language() -> Language:
    """Find the language to answer in: the address's; for staff and receivers always Dutch."""
    if is_practice_side() or request.path.startswith(RECEIVER_PREFIX):
        return PRACTICE_LANGUAGE
    # The first part of the path, not the route's argument: addresses that do not exist have it too.
    return _offered(request.path.split("/")[1]) or preferred_language()


def _offered(code: str) -> Language | None:
    """Find a language; one that is only heard is unknown unless practice/offered.py noted it."""
    language = find_language(code)
    is_there = language is not None and (not language.is_only_heard or g.get("is_heard", False))
    return language if is_there else None


def preferred_language(offered: Collection[str] = LANGUAGES) -> Language:
    """Find the language that the browser prefers among those offered; without one, the first of them.

    A browser that asks for Turkish as it is spoken in Turkey (`tr-TR`) wants Turkish more than
    anything that it names behind it.

    Source: RFC 4647, section 3.4, lookup.
    """
    for tag, quality in request.accept_languages:
        code = tag.partition("-")[0].lower()
        if quality > 0 and code in offered:
            return known_language(code)
    return known_language(next(iter(offered)))


def is_practice_side() -> bool:
    """Say whether the request is for the staff's pages."""
    return request.path.startswith(PRACTICE_PREFIX)


def wants_json() -> bool:
    """Say whether a program asks, and not a person's browser."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def read_page() -> int:
    """Read from the address which page of a long list is asked for: from 1, the default."""
    return min(max(request.args.get("page", 1, type=int), 1), MAX_PAGES)


def sent_field(field: str) -> str:
    """Read a form field for a rate limit, which counts before the view has read the body.

    Returns:
        An empty text when the body is too large or cannot be read; the view then answers with the
        error.
    """
    try:
        return request.form.get(field, "")
    except HTTPException:
        return ""


def is_refused(response: Response) -> bool:
    """Say whether a form was refused (422), which is what a limit on guesses counts."""
    return response.status_code == 422


def refuse_foreign_origin() -> None:
    """Refuse a form that another site's page sends in a patient's name.

    The patient's forms have no CSRF token, because a cached page is the same for everybody. So the
    headers Sec-Fetch-Site and Origin are checked. Old browsers send neither and are let through;
    SameSite protects the cookies of those that know it. GET requests from other sites are allowed.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    # A browser that hides the origin sends "null". No page can set Sec-Fetch-Site, so "same-origin"
    # there is enough; without that header, "null" may come from any site.
    is_untold = origin is None or (origin == "null" and site == "same-origin")
    if site not in (None, "same-origin", "none") or not (is_untold or _is_own(origin or "")):
        abort(403)


def _is_own(origin: str) -> bool:
    """Say whether an origin is this site's, with or without the default port of its scheme."""
    # Compared as text and not parsed: a program may send an origin that is no address.
    scheme, _, host = origin.partition("://")
    port = _DEFAULT_PORTS.get(scheme, "")
    return host.removesuffix(port) == request.host.removesuffix(port)


def cookie_name(name: str) -> str:
    """Give the name that a cookie has here: `__Host-` needs HTTPS, which plain loopback has not."""
    return f"__Host-{name}" if is_secure() else name


def is_secure() -> bool:
    """Say whether cookies are Secure; only a browser on this machine may go without."""
    return request.is_secure or request.host.rsplit(":", 1)[0] not in _LOOPBACK


def set_cookie(response: Response, name: str, value: str, *, lifetime: timedelta | None) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send.

    Args:
        lifetime: None for as long as the browser is open.
    """
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=lifetime,
        httponly=True,
        secure=is_secure(),
        samesite="Lax",
    )


def delete_cookie(response: Response, name: str) -> None:
    """Delete a cookie."""
    response.delete_cookie(cookie_name(name), httponly=True, secure=is_secure(), samesite="Lax")


def get_cookie(name: str) -> str | None:
    """Read a cookie of ours."""
    return request.cookies.get(cookie_name(name))


def content_security_policy(*, media: str = "blob:") -> str:
    """Write the policy: our own files, the style of this page, one guard script, nobody else.

    Args:
        media: where sound may come from.
    """
    # No blanks between the directives, because headers are not compressed. `script-src` holds for
    # workers too.
    return ";".join(
        (
            "default-src 'none'",
            f"style-src {assets.style_sources()}",
            f"script-src 'self' {assets.guard_script().csp_source}",
            "img-src 'self' data:",
            "connect-src 'self'",
            # On patients' pages sound is fetched by a script, which keeps it, and played from there.
            f"media-src {media}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def set_headers(response: Response) -> Response:
    """Give every answer the headers that it does not set itself."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        # Only HTML documents use these headers; on some fifty scripts they would cost 8 kB.
        # `no-referrer` would break the CSRF check of forms over HTTPS.
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(),microphone=(),geolocation=()")
        headers.setdefault("Content-Security-Policy", content_security_policy())
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    return response


class RowNumber(IntegerConverter):
    """The `int` of routes: a number that a column of the databases can hold, 0 to 2,147,483,647.

    A larger one makes both databases fail, so it is no address of ours (404).
    """

    regex = r"\d{1,10}"

    def __init__(self, url_map: Map) -> None:
        """Set the largest number."""
        super().__init__(url_map, max=MAX_ROW_NUMBER)


class OneAddress:
    """Sets scheme and host of every request to those of the site, whatever its headers say.

    So no header that a stranger sends gets into a link, and a proxy that does not hand on the scheme
    or the host breaks no form and no cookie.
    """

    def __init__(self, application: WSGIApplication, base_url: str) -> None:
        self._application = application
        parts = urlsplit(base_url)
        self._scheme, self._host = parts.scheme, parts.netloc

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = self._scheme, self._host
        return self._application(environ, start_response)


def take_larger(app: App, endpoint: str, max_bytes: int) -> None:
    """Let one address take a larger body than all others."""
    app.config[_LARGER][endpoint] = max_bytes


def _let_larger_bodies_in() -> None:
    if request.endpoint in current_app.config[_LARGER]:
        request.max_content_length = current_app.config[_LARGER][request.endpoint]
        # Werkzeug reads 64 kB at a time, and counts what is left of the part before.
        request.max_form_memory_size = 2 * MAX_BODY_BYTES


def init_app(app: Flask, *, base_url: str, trusted_proxies: int) -> None:
    """Set the headers of every answer, and trust as many proxies as the settings name."""
    if base_url:
        app.wsgi_app = OneAddress(app.wsgi_app, base_url)  # type: ignore[method-assign]
    if trusted_proxies:
        # Never X-Forwarded-Host, because a stranger can choose its value.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's manual does
            app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies, x_host=0
        )
    app.url_map.converters["int"] = RowNumber
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.config[_LARGER] = {}
    # Registered before the check of CSRF tokens, which reads the body.
    app.before_request(_let_larger_bodies_in)
    app.after_request(set_headers)
