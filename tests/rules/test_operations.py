"""The page for those who run it names every setting, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"GESPREK_[A-Z_]+")


def settings_in(*paths: Path) -> set[str]:
    return {name for path in paths for name in SETTING.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_is_documented() -> None:
    assert settings_in(*(ROOT / "pwa").rglob("*.py")) <= settings_in(ROOT / "docs/operations.md")


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert settings_in(ROOT / "docs/operations.md") <= settings_in(*(ROOT / "pwa").rglob("*.py"))
