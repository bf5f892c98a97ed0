"""What was typed for a letter, and the yes to it, when a colleague saves the plan meanwhile."""

import pytest
from sqlalchemy.orm import Session

from tests.inputs.plans import uid
from tests.pages.checked import HtmlPage
from tests.people.desk import CARERS_FORM, Desk, fields_of
from tests.web.test_handover_pages import in_the_plan, rows

pytestmark = pytest.mark.on_one_database
LETTER = (
    "patient",
    "patient_phone",
    "receiver",
    "receiver_phone",
    "question",
    "letter",
    "handover",
)


def in_conflict(desk: Desk, colleague: Desk, **theirs: str) -> tuple[dict[str, str], HtmlPage]:
    """Say yes to a letter while a colleague changes the goal too; gives what was sent, and the page."""
    desk.saves(CARERS_FORM)
    begun = {
        "base": "1",
        "step-2-question": "Wie kan oppassen?",
        "step-2-patient_phone": "06 12345678",
    }
    sent = {**in_the_plan(desk, **begun), "step-2-handover": "yes", "goal": "minder pijn"}
    colleague.saves({**CARERS_FORM, "base": "1", "goal": "beter slapen", **theirs})
    page = desk.saves(sent, status=409)
    assert page is not None
    return sent, page


def test_a_conflict_keeps_what_was_typed_for_a_letter_and_the_yes_to_it(
    desk: Desk, colleague: Desk, db_session: Session
) -> None:
    moved = {
        "step-3-was": "walk",
        "step-3-what": "walk",
        "step-3-count": "2",
        "step-3-minutes": "20",
    }
    sent, page = in_conflict(desk, colleague, **moved)

    carried = fields_of(page)
    row = next(n for n in (1, 2, 3) if carried[f"step-{n}-uid"] == uid(2))
    assert {name: carried[f"step-{row}-{name}"] for name in LETTER} == {
        name: sent[f"step-2-{name}"] for name in LETTER
    }
    assert carried["letter_language"] == "ar"
    assert rows(db_session) == []
    desk.saves(carried)

    (kept,) = rows(db_session)
    assert kept.step_uid == uid(2)


def test_a_step_that_a_colleague_changed_makes_another_letter_which_is_asked_again(
    desk: Desk, colleague: Desk, db_session: Session
) -> None:
    sent, page = in_conflict(desk, colleague, **{"step-2-when_period": "this_week"})

    again = desk.saves({**fields_of(page), "choice-goal": "saved"}, status=422)

    assert again is not None
    typed = fields_of(again)
    assert rows(db_session) == []
    assert (typed["goal"], typed["step-2-when_period"]) == ("beter slapen", "this_week")
    assert "step-2-handover" not in typed  # neither is preset
    assert typed["step-2-letter"] != sent["step-2-letter"]
    assert "deze week" in "".join(again.find("section[@data-letter='dutch']").itertext())
    for name in ("patient", "patient_phone", "receiver", "receiver_phone", "question"):
        assert typed[f"step-2-{name}"] == sent[f"step-2-{name}"]
    desk.saves({**typed, "step-2-handover": "yes"})
    assert len(rows(db_session)) == 1


def test_a_yes_does_not_count_for_a_letter_that_a_choice_or_a_merge_changed(
    desk: Desk, colleague: Desk, db_session: Session
) -> None:
    desk.saves(CARERS_FORM)
    sent = {**in_the_plan(desk, base="1"), "step-2-handover": "yes"}
    colleague.saves({**CARERS_FORM, "base": "1", "step-2-when": "morgen"})
    merged = desk.saves(sent, status=422)  # nobody is asked: only the colleague changed the step
    part = f"choice-step-{uid(2)}-when"
    mine = {**in_the_plan(desk, base="1", **{"step-2-when": "vandaag"}), "step-2-handover": "yes"}
    asked = desk.saves(mine, status=409)
    assert merged is not None
    assert asked is not None
    chosen = desk.saves({**fields_of(asked), part: "saved"}, status=422)

    assert chosen is not None
    for each in (merged, chosen):
        assert "morgen" in "".join(each.find("section[@data-letter='dutch']").itertext())
        assert fields_of(each)["step-2-when"] == "morgen"
    assert rows(db_session) == []
    desk.saves({**fields_of(asked), part: "mine"})
    assert len(rows(db_session)) == 1


def test_a_letter_of_a_step_that_a_colleague_took_out_is_not_kept(
    desk: Desk, colleague: Desk, db_session: Session
) -> None:
    desk.saves(CARERS_FORM)
    sent = {**in_the_plan(desk, base="1"), "step-2-handover": "yes"}
    colleague.saves({**{n: v for n, v in CARERS_FORM.items() if "step-2" not in n}, "base": "1"})

    page = desk.saves(sent, status=422)

    assert page is not None
    assert page.find("*[@role='alert']") is not None
    assert rows(db_session) == []
