"""An empty spreadsheet with our headings, for people to fill in."""

from pwa.directory.exchange.files.headings import Column

EXAMPLE_NAME = "hulp-in-de-buurt.csv"


def write_example() -> bytes:
    """Give a CSV file that a Dutch Excel opens in columns, and that `read_file` reads."""
    headings = ";".join(column.value for column in Column)
    return f"\ufeff{headings}\r\n".encode()
