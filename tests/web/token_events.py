"""All events that can change what a token of a patient's list, or an invitation, still does."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from pwa.appointments.invitations import delete_expired
from pwa.conversation import expiry
from pwa.conversation.models import Conversation, Invitation
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.store.database import writing
from pwa.store.tenants import use_practice
from pwa.team.keys import renew_practice_keys
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.models import KeyKind
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.databases.work import work_on
from tests.inputs.fold import bring_back, put_aside
from tests.inputs.invitations import tomorrow
from tests.people.desk import CARERS_FORM, Desk
from tests.web.token_kinds import SLUG, WORKS, Held, try_invitation


def _merge(held: Held, one: UUID, other: UUID) -> None:
    page = f"/practice/c/{one}/merge"
    held.press(f"{page}?other={other}", page, other=str(other))


def _split(held: Held, rest: UUID, merged: UUID) -> None:
    page = f"/practice/c/{rest}"
    held.press(f"{page}/merge", f"{page}/split", other=str(merged))


def _merge_as_older(held: Held) -> None:
    _merge(held, held.conversation, held.younger)


def _merge_as_newer(held: Held) -> None:
    _merge(held, held.older, held.conversation)


def _part_as_older(held: Held) -> None:
    _merge_as_older(held)
    _split(held, held.younger, held.conversation)


def _part_as_newer(held: Held) -> None:
    _merge_as_newer(held)
    _split(held, held.conversation, held.older)


def _make_plan(held: Held) -> None:
    Desk(held.gp, held.conversation).saves(CARERS_FORM)


def _take_back(held: Held) -> None:
    assert held.browser.post("/nl/mine/withdraw", data={"plan": "1"}).status_code == 303


def _take_back_answers(held: Held) -> None:
    _make_plan(held)
    assert held.browser.post("/nl/mine/withdraw").status_code == 303


def _put_aside(held: Held) -> None:
    put_aside(held.gp, held.conversation)


def _bring_back(held: Held) -> None:
    _put_aside(held)
    bring_back(held.gp, held.conversation)


def _expire(held: Held) -> None:
    practice = held.session.scalars(select(Practice).where(Practice.slug == SLUG)).one()
    held.session.execute(update(Conversation).values(first_read_at=None))
    over = datetime.now(UTC) + timedelta(days=40)
    assert expiry.erase_checks(work_on(held.session, over), practice) == 3
    held.session.commit()


def _expire_answers(held: Held) -> None:
    _make_plan(held)
    _expire(held)


def _wait(held: Held, **span: float) -> None:
    moment = datetime.now(UTC) + timedelta(**span)
    for module in (
        "pwa.web.http",
        "pwa.patient.access",
        "pwa.sharing.view_models",
        "pwa.mine.routes",
        "pwa.sharing.routes",
        "pwa.progress.routes",
    ):
        held.monkeypatch.setattr(f"{module}.now", lambda: moment)
    held.monkeypatch.setattr("pwa.appointments.routes.today", lambda: local_day(moment))


def _withdraw_invitation(held: Held) -> None:
    held.press(held.invited.address, f"{held.invited.address}/withdraw")


def _answer_invitation(held: Held) -> None:
    for _person in range(3):
        assert try_invitation(held) == WORKS


def _move_invitation(held: Held) -> None:
    held.press(f"{held.invited.address}/move", day=tomorrow(), time="15:20")


def _let_consult_pass(held: Held) -> None:
    practice = held.session.scalars(select(Practice).where(Practice.slug == SLUG)).one()
    consult = held.session.scalars(select(Invitation.consult_on)).one()
    assert delete_expired(held.session, practice, today=consult + timedelta(days=8)) == 1
    held.session.commit()


def _renew_room(held: Held) -> None:
    held.session.execute(
        update(Practice).values(waiting_room_number=Practice.waiting_room_number + 1)
    )
    held.session.commit()


def _renew_practice_keys(held: Held) -> None:
    with held.app.app_context():
        practice = db.session.scalars(select(Practice).where(Practice.slug == SLUG)).one()
        use_practice(db.session(), practice.id)
        with writing(db.session()):
            now = datetime.now(UTC)
            renew_practice_keys(Work(db.session(), master_keys(), now), practice.id, list(KeyKind))


EVENTS: Mapping[str, Callable[[Held], None]] = {
    "nothing": lambda _held: None,
    "new keys": lambda held: held.press(f"/practice/c/{held.conversation}/keys"),
    "merged into a newer list": _merge_as_older,
    "merged with an older list": _merge_as_newer,
    "that merge undone, the older one": _part_as_older,
    "that merge undone, the newer one": _part_as_newer,
    "answers taken back, a plan stays": _take_back_answers,
    "everything taken back": _take_back,
    "answers expired, a plan stays": _expire_answers,
    "everything expired": _expire,
    "put aside by the practice": _put_aside,
    "put aside and brought back": _bring_back,
    "half an hour later": lambda held: _wait(held, minutes=31),
    "a day later": lambda held: _wait(held, days=1, minutes=1),
    "30 days later": lambda held: _wait(held, days=30, minutes=1),
    "invitation taken back": _withdraw_invitation,
    "invitation answered by three": _answer_invitation,
    "its consult moved": _move_invitation,
    "its consult a week ago": _let_consult_pass,
    "waiting-room code renewed": _renew_room,
    "the practice's keys replaced, as when somebody leaves": _renew_practice_keys,
}
