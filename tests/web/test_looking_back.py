"""The practice's text to look back names nobody, and leads to the practice's address only."""

from flask.testing import FlaskClient

from tests.people.desk import CARERS_FORM, Desk


def test_the_text_is_there_in_the_patients_language_and_in_dutch(
    desk: Desk, staff_client: FlaskClient
) -> None:
    assert "looking-back" not in staff_client.get(desk.address).text
    desk.saves(CARERS_FORM)

    part = desk.opens().find("*[@data-part='looking-back']")

    texts = {area.get("lang"): (area.text or "").strip() for area in part.iter("textarea")}
    assert list(texts) == ["ar", "nl"]
    for text in texts.values():
        assert text.endswith("http://localhost/p/de-dreef")
        assert text.count("http") == 1
    assert texts["nl"].startswith("Hoe gaat het nu met u?")
    assert part.find("textarea[@dir='rtl']") is not None
