"""The empty spreadsheet that a practice fills in."""

import pytest
from flask.testing import FlaskClient

from tests.inputs.help_files import only_service, read_lines
from tests.pages.checked import open_page

pytestmark = pytest.mark.on_one_database


def test_the_example_is_found_where_a_file_is_chosen_and_can_be_filled_in(
    staff_client: FlaskClient,
) -> None:
    page = open_page(staff_client, "/practice/help/import/new")

    example = staff_client.get(page.find("a[@download]").attrib["href"])

    assert example.mimetype == "text/csv"
    assert only_service(read_lines(example.data + b"Buurthuis")).name == "Buurthuis"
