"""Files that somebody made to do harm, or that a program got wrong, and what is to come of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.inputs import hostile_zips as zips
from tests.inputs.help_files import a_service

_HEADINGS = (
    "naam;wat;telefoon;adres;openingstijden;onderwerpen;talen;wijk;gecontroleerd op;website\n"
)
_SHEET = _HEADINGS + "Buurthuis;tekst;030 236 17 40\n"
_UTF8 = "not saved as UTF-8"
_NO_TEXT = "do not belong in a text"
_BROKEN = "damaged or cut off"
_POINTS = "points to another place"
_KIND = "do not know this kind"
_NO_JSON = "a mistake in it"
_ROWS = "more than 50,000 rows"
_DAY = "no day of our calendar"
# Of Mecca, Iran and Bangkok; one that no year has; one in other digits.
_DAYS = ("1448-05-30", "1405-09-09", "2569-11-30", "2026-02-30", "۱۴۰۵-۰۹-۰۹")


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file and what comes of it.

    Attributes:
        refused: a part of the sentence with which the whole file is refused; else it is read.
        reason: a part of the reason that every line has which is not read.
        reads: how many services are read, none of them with the text `never`.
    """

    name: str
    make: Callable[[], bytes]
    refused: str = ""
    reason: str = ""
    reads: int = 0
    never: str = ""


def _text(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


def _json(value: object) -> Callable[[], bytes]:
    return lambda: json.dumps(value).encode()


def _broken_json(fields: str) -> Callable[[], bytes]:
    """A service with fields that no honest program writes."""
    return _text(f'[{{"id": "s1", "name": "Buurthuis", "status": "active", {fields}}}]')


def _deep(depth: int) -> object:
    value: object = "end"
    for _ in range(depth):
        value = [value]
    return value


def _nested() -> bytes:
    return zips.zip_of({"services.csv": zips.SERVICES, "more.zip": zips.package()})


def _ring() -> bytes:
    return zips.zip_of(
        {
            "services.csv": "id,organization_id,program_id,name\ns1,o1,p1,Buurthuis\n",
            "organizations.csv": "id,name,parent_organization_id\no1,A,o2\no2,B,o1\n",
            "programs.csv": "id,name,organization_id\np1,P,o1\n",
            "taxonomy_terms.csv": "id,name,parent_id\nt1,T,t1\n",
            "attributes.csv": "id,link_id,taxonomy_term_id\ns1,s1,t1\nt1,t1,t1\n",
        }
    )


def _many_parts() -> bytes:
    phones = "".join(f"p{n},s1,0301234567\n" for n in range(3_000))
    return zips.package(phones=f"id,service_id,number\n{phones}")


def _shared_parts() -> bytes:
    """Many services at many places with many numbers each: a billion parts when written out."""
    numbers = range(60)
    services = "".join(f"s{n},Huis {n}\n" for n in numbers)
    visits = "".join(f"v{n}-{m},s{n},l{m}\n" for n in numbers for m in numbers)
    phones = "".join(f"p{n}-{m},l{n},0301234567\n" for n in numbers for m in range(100))
    return zips.zip_of(
        {
            "services.csv": f"id,name\n{services}",
            "service_at_location.csv": f"id,service_id,location_id\n{visits}",
            "locations.csv": "id,name\n" + "".join(f"l{n},Plek\n" for n in numbers),
            "phones.csv": f"id,location_id,number\n{phones}",
        }
    )


def _cells_to_search_in() -> bytes:
    """Cells in which a careless search would go back again and again."""
    cells = (" " * 99_000, "a-" * 49_000, "1 " * 49_000, ", " * 49_000, "9" * 99_000)
    rows = [";".join([f"Huis {n}", *[cell] * 9]) for n, cell in enumerate(cells)]
    return (_HEADINGS + "\n".join(rows)).encode()


OF_ZIPS = (
    Hostile("zip bomb", zips.bomb, "bigger than 200 MB"),
    Hostile("zip bomb that lies about its size", zips.bomb_that_lies, _BROKEN),
    Hostile("zip bomb of one line", zips.bomb_of_one_line, "100,000 characters"),
    Hostile("zip bomb within the limit", zips.bomb_within_the_limit, "more memory"),
    Hostile("zip in a zip", _nested, "do not know the file more.zip"),
    Hostile("zip called a table", lambda: zips.zip_of({"services.csv": zips.package()}), _NO_TEXT),
    Hostile("path up", lambda: zips.zip_of({"../services.csv": zips.SERVICES}), _POINTS),
    Hostile("path from the root", lambda: zips.zip_of({"/etc/services.csv": ""}), _POINTS),
    Hostile("path with a drive", lambda: zips.zip_of({"C:\\services.csv": ""}), _POINTS),
    Hostile("path with a backslash", lambda: zips.zip_of({"..\\services.csv": ""}), _POINTS),
    Hostile("name with a NUL", lambda: zips.zip_of({"services.csv\0.exe": ""}), _POINTS),
    Hostile("symbolic link", zips.symlink, _POINTS),
    Hostile("51 entries", zips.many_entries, "more than 50 files"),
    Hostile("folders", lambda: zips.zip_of({"a/services.csv": "", "b/phones.csv": ""}), "folders"),
    Hostile("cut off", lambda: zips.package()[:-30], _BROKEN),
    Hostile("another checksum", zips.broken_checksum, _BROKEN),
    Hostile("encrypted", zips.encrypted, "password"),
    Hostile("compressed in another way", zips.lzma, _BROKEN),
    Hostile("no zip", _text("PK, that is all"), _BROKEN),
    Hostile("3,000 phones of one service", _many_parts, reason="more than 2,000 parts"),
    Hostile("parts of parts of parts", _shared_parts, reason="more than 2,000 parts"),
    Hostile("rings of references", _ring, reads=1),
)

OF_WORKBOOKS = (
    Hostile("workbook bomb", zips.workbook_bomb, "bigger than 200 MB"),
    Hostile("workbook of styles", zips.workbook_with_many_styles, "more memory"),
    Hostile("entities", zips.workbook_with_entities, "workbook cannot be read"),
    Hostile("macros", lambda: zips.workbook_with("xl/vbaProject.bin", b"x"), "macros"),
    Hostile(
        "links",
        lambda: zips.workbook_with("xl/externalLinks/externalLink1.xml", b"<x/>"),
        "from another file",
    ),
    Hostile("16,000 columns", zips.wide_workbook, "more than 200 columns"),
    Hostile("a cell at the far end", zips.workbook_with_a_far_cell, reads=1),
    Hostile("old Excel", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 999, "an old Excel file"),
)

OF_JSON = (
    Hostile("deep lists", _text("[" * 1_000_000), "nested"),
    Hostile("deep objects", _text('{"id":' * 1_000_000), "nested"),
    Hostile("deep part", _json([a_service(attributes=_deep(40))]), reason="nested"),
    Hostile("a million objects", _text("[" + "{}," * 1_000_000 + "{}]"), _ROWS),
    Hostile("50,001 services", _text("[" + "{}," * 50_000 + "{}]"), _ROWS),
    Hostile(
        "50,001 services of one", _text('{"id":"o","services":[' + "1," * 50_000 + "1]}"), _ROWS
    ),
    Hostile("100,000 keys", _broken_json(",".join(f'"{n}":1' for n in range(100_000))), reads=1),
    Hostile("the same key twice", _broken_json('"name": "Ander"'), reason="stands twice"),
    Hostile("huge text", _broken_json(f'"url": "{"x" * 200_000}"'), reason="100,000 characters"),
    Hostile("huge whole number", _broken_json(f'"minimum_age": {"9" * 5_000}'), reason="endless"),
    Hostile("huge number", _broken_json('"minimum_age": 1e999'), reason="endless"),
    Hostile("NaN", _broken_json('"minimum_age": NaN'), _NO_JSON),
    Hostile("Infinity", _broken_json('"minimum_age": -Infinity'), _NO_JSON),
    Hostile("half a character", _broken_json('"description": "\\ud800"'), _NO_JSON),
    Hostile("escaped NUL", _broken_json('"description": "\\u0000"'), reason=_NO_TEXT),
    Hostile("JSON as UTF-16", _text("[]", "utf-16-le"), _NO_TEXT),
    Hostile("JSON with a byte order mark", _text(json.dumps([a_service()]), "utf-8-sig"), reads=1),
    Hostile("cut off JSON", _text('[{"id": "s1"'), _NO_JSON),
    Hostile("duplicate ids", _json([a_service(), a_service()]), reason="the same id", reads=1),
    Hostile("types", _json([a_service(phones="x"), a_service(2, name=[])]), reason="belong"),
    Hostile(
        "other calendars",
        _json([a_service(n, assured_date=day) for n, day in enumerate(_DAYS)]),
        reason=_DAY,
    ),
    Hostile(
        "script",
        _json(a_service(description="<script>alert(1)</script>Hallo <b onclick='x'>daar</b>")),
        reads=1,
        never="alert",
    ),
    Hostile("markup without end", _json(a_service(description="<" * 90_000)), reads=1, never="<<<"),
    Hostile("bidi", _json(a_service(description="een\u202etwee\u2066")), reads=1, never="\u202e"),
    Hostile("script in an address", _json(a_service(url="javascript:x")), reads=1, never="script:"),
)

OF_TABLES = (
    Hostile("nothing", lambda: b"", "nothing in the file"),
    Hostile("white space", _text(" \n\t\n"), "nothing in the file"),
    Hostile("more than 10 MB", lambda: b"x" * 10_000_001, "bigger than 10 MB"),
    Hostile("Latin-1", _text(_SHEET + "Café", "latin-1"), _UTF8),
    Hostile("UTF-16", _text(_SHEET, "utf-16"), _UTF8),
    Hostile("byte order mark", _text(_SHEET, "utf-8-sig"), reads=1),
    Hostile("NUL", _text(_SHEET + "Huis\0"), _NO_TEXT),
    Hostile("broken quotes", _text(_SHEET + 'Huis;"tekst" meer\n'), "quotation mark"),
    Hostile("a quote without end", _text(_SHEET + 'Huis;"tekst\n' * 3), "quotation mark"),
    Hostile("huge field", _text(_SHEET + "x" * 200_000), "100,000 characters"),
    Hostile("one endless line", _text("naam" + "x" * 9_000_000), "100,000 characters"),
    Hostile("a million columns", _text("naam" + ";x" * 1_000_000), "more than 200 columns"),
    Hostile("50,001 rows", _text(_HEADINGS + "Huis\n" * 50_001), _ROWS),
    Hostile("more cells than headings", _text("naam\nHuis;x\n"), "", "more cells"),
    Hostile("formulas", _text(_HEADINGS + "=1+1\n+2\n-3\n@SUM(A1)\n"), reads=4),
    Hostile("another calendar", _text(f"{_HEADINGS}Huis{';' * 8}1405-09-09\n"), "", _DAY),
    Hostile("cells to search in", _cells_to_search_in, reads=5),
    Hostile("PDF", _text("%PDF-1.7"), _KIND),
    Hostile("web page", _text("<!doctype html><p>naam"), _KIND),
    Hostile("gzip", lambda: b"\x1f\x8b\x08\x00", _KIND),
)

HOSTILE = (*OF_ZIPS, *OF_WORKBOOKS, *OF_JSON, *OF_TABLES)
