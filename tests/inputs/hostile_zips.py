"""Zips and workbooks that somebody made to do harm; each is made when a test runs."""

import stat
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

from openpyxl import Workbook

SERVICES = "id,name,status\ns1,Buurthuis,active\n"
_MEGABYTE = 1_000_000
# Where the flags and the unpacked size stand in the two headers of an entry.
_LOCAL, _CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def zip_of(files: Mapping[str, str | bytes], compression: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", compression) as zipped:
        for name, text in files.items():
            entry = ZipInfo(name)
            entry.filename = name  # ZipInfo takes out what is bad in a name
            entry.compress_type = compression
            zipped.writestr(entry, text)
    return file.getvalue()


def package(**tables: str) -> bytes:
    return zip_of(
        {"services.csv": SERVICES} | {f"{name}.csv": text for name, text in tables.items()}
    )


def symlink() -> bytes:
    file, entry = BytesIO(), ZipInfo("services.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(file, "w") as zipped:
        zipped.writestr(entry, "/etc/passwd")
    return file.getvalue()


def _patched(data: bytes, local: int, central: int, value: bytes) -> bytes:
    """Overwrite a field in the headers of the only entry; the offsets are those of PKWARE's note."""
    changed = bytearray(data)
    for header, offset in ((_LOCAL, local), (_CENTRAL, central)):
        place = data.index(header) + offset
        changed[place : place + len(value)] = value
    return bytes(changed)


def encrypted() -> bytes:
    return _patched(package(), 6, 8, (1).to_bytes(2, "little"))


def _bomb(name: str, megabytes: int, line: bytes) -> bytes:
    """Zip so many megabytes, without ever having them."""
    file = BytesIO()
    part = line * (_MEGABYTE // len(line))
    with (
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as zipped,
        zipped.open(name, "w") as entry,
    ):
        for _ in range(megabytes):
            entry.write(part)
    return file.getvalue()


def bomb() -> bytes:
    return _bomb("services.csv", 210, b"a,b,c\n")


def bomb_that_lies() -> bytes:
    return _patched(_bomb("services.csv", 50, b"a,b,c\n"), 22, 24, (900).to_bytes(4, "little"))


def bomb_of_one_line() -> bytes:
    return _bomb("services.csv", 50, b"a")


def bomb_within_the_limit() -> bytes:
    return _bomb("services.csv", 199, b"id,name\n" + b"x" * 90_000 + b",y\n")


def many_entries() -> bytes:
    return zip_of({f"folder/{n}.csv": "" for n in range(51)})


def broken_checksum() -> bytes:
    return _patched(package(), 14, 16, zlib.crc32(b"other").to_bytes(4, "little"))


def lzma() -> bytes:
    return zip_of({"services.csv": SERVICES}, ZIP_LZMA)


# --- Workbooks


def workbook(*rows: list[object]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def _changed(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    source = ZipFile(BytesIO(workbook(["naam", "wat"], ["Buurthuis", "tekst"])))
    parts = {name: change(name, source.read(name)) for name in source.namelist()}
    return zip_of(parts | (more or {}))


def workbook_with(name: str, data: bytes) -> bytes:
    return _changed(lambda _name, part: part, {name: data})


def workbook_with_entities() -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        head, end, rest = part.rpartition(b"?>") if b"?>" in part else (b"", b"", part)
        return head + end + declared + rest.replace(b"Buurthuis", b"&b;")

    return _changed(change)


def workbook_bomb() -> bytes:
    """A workbook with 210 MB of rows, which stand nowhere but in the zip."""
    file = BytesIO(_changed(lambda _name, part: part))
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    with (
        ZipFile(file, "a", ZIP_DEFLATED, compresslevel=1) as zipped,
        zipped.open("xl/more.xml", "w") as entry,
    ):
        for _ in range(210):
            entry.write(row * (_MEGABYTE // len(row)))
    return file.getvalue()


def workbook_with_many_styles() -> bytes:
    return _changed(
        lambda name, part: (
            part.replace(b"</cellXfs>", b"<xf/>" * 4_000_000 + b"</cellXfs>")
            if name == "xl/styles.xml"
            else part
        )
    )


def wide_workbook() -> bytes:
    return workbook(["naam", *[f"kolom {n}" for n in range(16_000)]], ["Buurthuis"])


def workbook_with_a_far_cell() -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return _changed(
        lambda name, part: (
            part.replace(b"</sheetData>", far + b"</sheetData>").replace(
                b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"'
            )
            if name == "xl/worksheets/sheet1.xml"
            else part
        )
    )
