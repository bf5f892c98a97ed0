"""`make` explains every target, so nobody has to read the Makefile."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_target_has_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    shown = subprocess.run(
        ["make", "-C", str(ROOT), "--no-print-directory"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert targets == set(re.findall(r"make ([a-z-]+)", shown.stdout))


def test_the_readme_names_only_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in ("README.md", "CONTRIBUTING.md", "SECURITY.md"):
        for name in re.findall(
            r"`(?:PORT=\d+ )?make ([a-z]+)`|^make ([a-z]+)",
            (ROOT / page).read_text("utf-8"),
            re.MULTILINE,
        ):
            target = name[0] or name[1]
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page} names make {target}"
