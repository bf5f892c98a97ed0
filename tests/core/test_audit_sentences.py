"""Every action that the code writes into the access log has a sentence that the log page shows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pwa.accesslog.actions import ACTIONS
from pwa.accesslog.groups import GROUP_NAMES, OUTCOME_NAMES, REASON_NAMES, Group
from pwa.audit import Outcome, Reason

ROOT = Path(__file__).resolve().parents[2]
ACTION = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*")


def texts_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def written() -> set[str]:
    paths = (path for path in (ROOT / "pwa").rglob("*.py") if path.name != "actions.py")
    return {text for path in paths for text in texts_in(path) if ACTION.fullmatch(text)}


def test_every_action_has_a_sentence() -> None:
    assert written() - set(ACTIONS) == set()


def test_no_sentence_is_left_over() -> None:
    assert set(ACTIONS) - written() == set()


def test_every_choice_has_a_name() -> None:
    assert set(GROUP_NAMES) == set(Group)
    assert set(OUTCOME_NAMES) == set(Outcome)
    assert set(REASON_NAMES) == set(Reason)


def test_no_two_actions_are_called_the_same() -> None:
    texts = [told.text for told in ACTIONS.values()]

    assert len(set(texts)) == len(texts)
