"""Count the bytes that a phone has to fetch, as they go over the network."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urljoin

import brotli
import tinyhtml5

_IMPORT = re.compile(r"""(?:from|import)\s*\(?["']([^"']+\.js)["']""")
_FILES = {("script", "src"), ("img", "src"), ("use", "href"), ("link", "href")}


@dataclass(frozen=True)
class Answer:
    """An HTTP answer.

    Attributes:
        wire_bytes: status line, headers and compressed body.
    """

    status: int
    etag: str | None
    text: str
    wire_bytes: int


@dataclass(frozen=True)
class FirstVisit:
    """The bytes and requests of a first visit to a page.

    Attributes:
        page_bytes: of the page itself.
        blocking: addresses of the styles and scripts that block the first paint.
        all_bytes: of the page and every script, style and picture that it names.
        requests: the number of requests for `all_bytes`.
    """

    page_bytes: int
    blocking: list[str]
    all_bytes: int
    requests: int


def fetch(port: int, path: str) -> Answer:
    """Request an address as a browser does, with brotli allowed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    response = connection.getresponse()
    body = response.read()
    head = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
    first_line = len(f"HTTP/1.1 {response.status} {response.reason}\r\n\r\n")
    connection.close()
    plain = brotli.decompress(body) if response.getheader("Content-Encoding") == "br" else body
    return Answer(
        response.status,
        response.getheader("ETag"),
        plain.decode("utf-8", errors="replace"),
        first_line + head + len(body),
    )


def weigh_first_visit(port: int, path: str) -> FirstVisit:
    """Fetch a page, all scripts, styles and pictures that it names, and what the scripts import."""
    page = fetch(port, path)
    tree = tinyhtml5.parse(page.text, namespace_html_elements=False)
    waiting, blocking = [], []
    for element in tree.iter():
        tag = str(element.tag).rsplit("}", 1)[-1]
        for name, value in element.attrib.items():
            if (tag, name.rsplit("}", 1)[-1]) in _FILES and value.startswith("/"):
                waiting.append(value.split("#")[0])
        is_style = tag == "link" and element.get("rel") == "stylesheet"
        is_script = tag == "script" and element.get("src") and not _waits(element.attrib)
        if is_style or is_script:
            blocking.append(element.get("href") or element.get("src"))
    total, seen = page.wire_bytes, set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = fetch(port, address)
        total += answer.wire_bytes
        if address.endswith(".js"):
            waiting += [urljoin(address, found) for found in _IMPORT.findall(answer.text)]
    return FirstVisit(page.wire_bytes, blocking, total, len(seen) + 1)


def _waits(attributes: dict[str, str]) -> bool:
    return attributes.get("type") == "module" or "defer" in attributes or "async" in attributes
