"""Compile catalogues (`.po`) newer than their `.mo`, which gettext reads and git does not hold."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

I18N = Path(__file__).resolve().parent.parent / "i18n"


def compile_catalogues() -> None:
    """Compile the stale catalogues; another process may do the same at this moment."""
    for po in I18N.glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime > po.stat().st_mtime:
            continue
        with po.open("rb") as file:
            catalog = read_po(file, locale=po.parts[-3], abort_invalid=True)
        # Written to another file and renamed, so that a running server never reads half of one.
        new = mo.with_suffix(".new")
        with new.open("wb") as file:
            write_mo(file, catalog)
        new.replace(mo)


if __name__ == "__main__":
    compile_catalogues()
