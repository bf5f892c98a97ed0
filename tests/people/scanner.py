"""Programs that open a link before its reader does: mail filters, chat previews, prefetch."""

from collections.abc import Iterator, Mapping
from urllib.parse import urldefrag, urljoin, urlsplit

import tinyhtml5
from flask.testing import FlaskClient
from sqlalchemy import Engine, MetaData, select

VISITS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "a mail filter": ("GET", {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks)"}),
    "a filter that only asks": ("HEAD", {}),
    "a chat preview": ("GET", {"User-Agent": "WhatsApp/2.23", "Range": "bytes=0-65535"}),
    "a preview without a language": (
        "GET",
        {"User-Agent": "facebookexternalhit/1.1", "Accept": "*/*"},
    ),
    "a browser that runs ahead": (
        "GET",
        {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"},
    ),
    "an older browser that runs ahead": ("GET", {"X-Moz": "prefetch", "X-Purpose": "preview"}),
    "a proxy that asks what may be done": ("OPTIONS", {}),
}
ADDRESSES = ("href", "src", "action", "formaction", "content", "data-replace")


def look_at(client: FlaskClient, link: str) -> None:
    """Request a link as each program does, and all addresses on its page; no session may start."""
    page = urldefrag(link).url
    for method, headers in VISITS.values():
        answer = client.open(urlsplit(page).path, method=method, headers=headers)
        assert answer.status_code < 400, answer.text
        assert "gesprek=" not in answer.headers.get("Set-Cookie", ""), "nobody is let in by looking"
        for address in set(_addresses(page, answer.text)):
            client.open(address, method=method, headers=headers)


def _addresses(page: str, html: str) -> Iterator[str]:
    """Yield all addresses on the same site in a page, also those that forms are sent to."""
    for element in tinyhtml5.parse(html, namespace_html_elements=False).iter():
        for name in ADDRESSES:
            address = urlsplit(urljoin(page, element.get(name) or "#"))
            if address.netloc == urlsplit(page).netloc and not address.path.startswith("/static"):
                yield address._replace(scheme="", netloc="", fragment="").geturl()


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of the database."""
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in found.sorted_tables
        }
