"""Help services in spreadsheets, under Dutch and English headings."""

from datetime import date, time
from pathlib import Path

from pwa.directory.exchange.files import example
from pwa.directory.exchange.files.example import write_example
from pwa.directory.exchange.files.headings import Column
from pwa.directory.exchange.files.opening import read_hours
from pwa.directory.hsds import Address
from tests.inputs.help_files import NUMBER, a_workbook, only_service, read_lines, refusal_of

_HEADINGS = "naam;organisatie;wat;onderwerpen;voor wie;kosten;telefoon;e-mail;website;adres;postcode;plaats;wijk;openingstijden;talen;tolk;gecontroleerd op"
_ROW = (
    'Buurthuis;Stichting;"Koffie; en thee";Slecht slapen, dansen;Iedereen;Gratis;'
    "030 236 17 40, 06-12345678;post@example.org;www.example.org;Voorbeeldstraat 1;3561 AB;Utrecht;"
    "Overvecht;ma-vr 9:00-17:00, za 10-12 uur;Nederlands, Arabisch;ja;30-10-2026"
)


def test_a_dutch_spreadsheet_gives_everything_that_it_says() -> None:
    (line,) = read_lines(f"\ufeff{_HEADINGS}\r\n{_ROW}\r\n".encode())
    service = line.service

    assert service
    assert line.place.values == {"line": 2}
    assert (service.name, service.organization.name) == ("Buurthuis", "Stichting")
    assert service.what == {"nl": "Koffie; en thee"}
    assert service.topics == {"sleep"}
    assert [term.name for term in line.terms] == ["dansen"]
    assert service.is_free
    assert [phone.number for phone in service.phones] == [NUMBER, "06-12345678"]
    assert (service.email, service.url) == ("post@example.org", "https://www.example.org")
    assert service.locations[0].address == Address("Voorbeeldstraat 1", "3561 AB", "Utrecht")
    assert [area.name for area in service.areas] == ["Overvecht"]
    assert [each.byday for each in service.schedules] == ["MO,TU,WE,TH,FR", "SA"]
    assert service.schedules[1].closes_at == time(12)
    assert service.spoken == ("nl", "ar")
    assert service.has_interpreter
    assert service.assured_on == date(2026, 10, 30)


def test_headings_may_be_english_in_any_order_with_other_separators() -> None:
    for separator in ";", ",", "\t":
        rows = (("Phone", "City", "Address", "NAME"), (NUMBER, "Utrecht", "Straat 1", "Buurthuis"))
        text = "\n".join(separator.join(row) for row in rows)

        service = only_service(read_lines(text.encode()))

        assert service.name == "Buurthuis"
        assert service.locations[0].address == Address("Straat 1", "", "Utrecht")


def test_a_line_for_excel_that_names_the_separator_is_no_heading() -> None:
    for separator in ";", ",", "\t":
        (line,) = read_lines(f"sep={separator}\r\nnaam{separator}kosten\r\nHuis, Tuin\r\n".encode())

        assert line.name == ("Huis" if separator == "," else "Huis, Tuin")
        assert line.place.values == {"line": 2}


def test_a_workbook_says_the_same_as_a_csv_file() -> None:
    headings = ["naam", "telefoon", "gecontroleerd op", "tolk", "openingstijden", "eigen kolom"]
    day = date(2026, 10, 30)

    (line,) = read_lines(
        a_workbook(headings, ["Buurthuis", 302361740, day, True, "op afspraak", "x"], [])
    )

    assert line.service
    assert [phone.number for phone in line.service.phones] == ["0302361740"]
    assert line.service.has_interpreter
    assert [each.description for each in line.service.schedules] == ["op afspraak"]
    assert "service.eigen kolom" in line.beyond


def test_a_row_keeps_its_id_when_the_file_is_uploaded_again() -> None:
    first, changed = f"{_HEADINGS}\n{_ROW}", f"{_HEADINGS}\n{_ROW.replace('Gratis', '5 euro')}"

    assert (
        only_service(read_lines(first.encode())).id == only_service(read_lines(changed.encode())).id
    )


def test_a_file_without_our_headings_is_refused() -> None:
    assert "“naam”" in refusal_of(b"een,twee\n1,2\n")
    assert refusal_of(b"naam,titel\n1,2\n").startswith("Two columns are for the same")


def test_the_readme_names_every_heading() -> None:
    readme = (Path(example.__file__).parent / "README.md").read_text("utf-8")
    cells = [line.split("|")[1] for line in readme.splitlines() if line.startswith("|")]
    named = {name.strip() for cell in cells for name in cell.split(",")}

    assert {column.value for column in Column} <= named


def test_the_empty_example_can_be_filled_in() -> None:
    example = write_example()

    assert "no services in it" in refusal_of(example)
    assert only_service(read_lines(example + b"Buurthuis")).name == "Buurthuis"


def test_opening_hours_are_read_in_many_ways_of_writing() -> None:
    cases = {
        "ma-vr 9:00-17:00": [("MO,TU,WE,TH,FR", "09:00", "17:00")],
        "maandag t/m vrijdag van 9.00 tot 17.00 uur": [("MO,TU,WE,TH,FR", "09:00", "17:00")],
        "di en do 13-16 uur": [("TU,TH", "13:00", "16:00")],
        "Ma, wo 9-12; za 10:30 - 12:00": [("MO,WE", "09:00", "12:00"), ("SA", "10:30", "12:00")],
        "dagelijks 0:00-24:00": [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")],
        "za-ma 10-12": [("MO,SA,SU", "10:00", "12:00")],
        "Mon to Fri 9:00 to 17:00": [("MO,TU,WE,TH,FR", "09:00", "17:00")],
    }

    for text, expected in cases.items():
        read = [(each["byday"], each["opens_at"], each["closes_at"]) for each in read_hours(text)]
        assert read == expected, text


def test_opening_hours_that_cannot_be_read_stay_words() -> None:
    for text in (
        "op afspraak",
        "ma-vr 9-17, behalve in de vakantie",
        "ma 25-26",
        "9-17",
        "x" * 999,
    ):
        assert read_hours(text) == [{"description": text}]
