"""When a member leaves, copied keys open nothing new, and the others can read as before."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.account import passwords_change
from pwa.conversation.models import Conversation, Submission
from pwa.staff.core import Role
from pwa.staff.models import Membership
from pwa.team import keys
from pwa.vault.crypto import CannotOpen, open_sealed
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.holders import open_holder, open_keys
from pwa.vault.practice.models import KeyKind, KeyWrap, PracticeKey
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.practice.resealing import reseal_batch
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.databases.homes import Backend, Home
from tests.inputs.key_life import at_screen, logged_in, member_of, reads, share_one
from tests.people.colleagues import hire
from tests.people.crime import commit_crime
from tests.people.logins import is_inside
from tests.people.stories import STORY_A, DemoLogin, Login, share
from tests.people.thief import decode_cookie

NOW = datetime.now(UTC)
MUCH_LATER = NOW + timedelta(hours=2)


@pytest.fixture
def poh(app: Flask, demo: DemoLogin) -> Login:
    """The practice nurse who is going to leave."""
    return hire(app, demo, Role.POH)


def leave(client: FlaskClient, leaver: Login) -> None:
    """Let a GP take somebody out of the team."""
    with at_screen(client) as gp:
        member = member_of(leaver)
        member.ended_at = NOW
        keys.take_keys(Work(db.session(), master_keys(), NOW), gp, member)


def reseal_all(client: FlaskClient, now: datetime) -> int:
    """Seal all rows to the new keys, in batches as the list page does; gives how many rows."""
    moved = 0
    with at_screen(client) as staff:
        while batch := keys.go_on_resealing(Work(db.session(), master_keys(), now), staff):
            moved += batch
        return moved


def copied_keys(app: Flask, login: Login) -> HeldKeys:
    """Give all keys that a thief with the password, the database and the key file can open."""
    with app.app_context():
        member = member_of(login)
        private = open_holder(db.session(), member.id, login.password, master_keys())
        assert private
        return open_keys(db.session(), member.id, private, tuple(KeyKind), master_keys())


def opens_any(app: Flask, keys: HeldKeys, conversation: Conversation) -> bool:
    """Say whether any copied key, together with the key file, opens a conversation."""
    assert conversation.care_wrap
    with app.app_context():
        sealed = master_keys().unwrap(conversation.care_wrap, f"conversation {conversation.id}")
    for key in keys:
        try:
            open_sealed(key.private, sealed)
        except CannotOpen:
            continue
        return True
    return False


def test_who_left_is_out_at_once(app: Flask, poh: Login, staff_client: FlaskClient) -> None:
    leaver = logged_in(app, poh)
    assert is_inside(leaver)

    leave(staff_client, poh)

    assert not is_inside(leaver)


def test_what_the_leaver_copied_opens_nothing_new(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient, db_session: Session
) -> None:
    _, old = share_one(app, demo.slug, db_session)
    copied = copied_keys(app, poh)

    leave(staff_client, poh)
    _, new = share_one(app, demo.slug, db_session)

    conversations = {row.id: row for row in db_session.scalars(select(Conversation))}
    by_address = {f"/practice/c/{row.id}": row for row in conversations.values()}
    assert opens_any(app, copied, by_address[old]), "the attack works with what was there before"
    assert not opens_any(app, copied, by_address[new])
    with app.app_context():
        member = member_of(poh)
        assert open_holder(db.session(), member.id, poh.password, master_keys()) is None


def test_a_leaver_with_the_disk_of_today_reads_nothing_of_who_came_later(
    app: Flask, home: Home, backend: Backend, demo: DemoLogin, poh: Login, staff_client: FlaskClient
) -> None:
    leaver = logged_in(app, poh)
    share(app.test_client(), demo.slug, {**STORY_A, "reason": "van vroeger"})
    cookie, copied = leaver.get_cookie("gesprek_keys"), copied_keys(app, poh)
    assert cookie
    leave(staff_client, poh)
    share(app.test_client(), demo.slug, {**STORY_A, "reason": "van later", "known_as": "Nieuw"})

    crime = commit_crime(app, home, backend)
    privates = [key.private for key in copied]
    thief = crime.thief(*privates, decode_cookie(cookie.value), passwords=[poh.password])

    assert thief.has_read("van vroeger"), "the attack works with what was not moved yet"
    assert not thief.has_read("van later")
    assert not thief.has_read("Nieuw")


def test_who_stays_reads_old_and_new_without_a_new_login(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient, db_session: Session
) -> None:
    assistant = logged_in(app, hire(app, demo, Role.ASSISTANT))
    social_worker = logged_in(app, hire(app, demo, Role.SOCIAL_WORKER))
    code, old = share_one(app, demo.slug, db_session)

    leave(staff_client, poh)
    new_code, new = share_one(app, demo.slug, db_session)

    for moment in (NOW, MUCH_LATER):
        for client in (staff_client, social_worker):
            assert reads(client, old)
            assert reads(client, new)
        shown = assistant.get("/practice/").text
        assert code[:4] in shown
        assert new_code[:4] in shown
        assert not reads(assistant, new)
        reseal_all(staff_client, moment)


def test_the_recovery_key_on_paper_stays_good(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient
) -> None:
    leave(staff_client, poh)

    with app.app_context():
        practice_id = member_of(demo).practice_id
        held = unwrap_by_recovery(db.session(), practice_id, demo.recovery_key, master_keys())

    assert sorted((key.kind, key.generation) for key in held) == [
        (KeyKind.CARE, 1),
        (KeyKind.CARE, 2),
        (KeyKind.DESK, 1),
        (KeyKind.DESK, 2),
    ]


def test_everything_is_moved_to_the_new_key_and_the_old_one_destroyed(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient, db_session: Session
) -> None:
    shared = [share_one(app, demo.slug, db_session)[1] for _ in range(3)]
    copied = copied_keys(app, poh)
    leave(staff_client, poh)

    moved = reseal_all(staff_client, NOW)

    assert moved == 3 + 3 + 1, "a conversation and a label for each, and the box of their tallies"

    db_session.rollback()
    for row in db_session.scalars(select(Conversation)):
        assert not opens_any(app, copied, row)
    old_ids = set(db_session.scalars(select(PracticeKey.id).where(PracticeKey.generation == 1)))
    assert not old_ids & set(db_session.scalars(select(Submission.desk_key_id)))
    held = select(KeyWrap).where(KeyWrap.practice_key_id.in_(old_ids))
    assert db_session.scalars(held).all(), "somebody may be sharing at this moment"
    db_session.rollback()

    assert reseal_all(staff_client, MUCH_LATER) == 0

    assert db_session.scalars(held).all() == []
    db_session.rollback()
    assert all(reads(staff_client, address) for address in shared)


def test_the_open_list_moves_a_little_by_itself(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient, db_session: Session
) -> None:
    _, address = share_one(app, demo.slug, db_session)
    leave(staff_client, poh)

    assert staff_client.get("/practice/lines").status_code == 200

    assert reseal_all(staff_client, NOW) == 0
    assert reads(staff_client, address)


def test_an_old_key_stays_while_anything_needs_it(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient, db_session: Session
) -> None:
    assistant = logged_in(app, hire(app, demo, Role.ASSISTANT))
    _, address = share_one(app, demo.slug, db_session)
    leave(staff_client, poh)

    assert reseal_all(assistant, MUCH_LATER) == 1, "labels are all that an assistant can move"

    kinds = select(PracticeKey.kind).join(KeyWrap).where(PracticeKey.generation == 1).distinct()
    assert db_session.scalars(kinds).all() == [KeyKind.CARE]
    db_session.rollback()
    assert reads(staff_client, address)


def test_a_little_is_moved_at_a_time(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient, db_session: Session
) -> None:
    for _ in range(3):
        share_one(app, demo.slug, db_session)
    leave(staff_client, poh)

    with at_screen(staff_client) as gp:
        batches = [
            reseal_batch(
                Work(db.session(), master_keys(), MUCH_LATER), gp.keys, gp.practice.id, limit=4
            )
            for _ in range(3)
        ]

    assert batches == [4, 3, 0]  # three conversations, three labels, the box of their tallies


def test_a_role_without_answers_loses_their_key(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient, db_session: Session
) -> None:
    client = logged_in(app, poh)
    _, address = share_one(app, demo.slug, db_session)
    assert reads(client, address)

    with at_screen(staff_client) as gp:
        member = member_of(poh)
        member.role = Role.MANAGER
        keys.take_keys_of_role(Work(db.session(), master_keys(), NOW), gp, member, Role.POH)

    assert is_inside(client)
    assert not reads(client, address)
    held = copied_keys(app, poh)
    assert {(key.kind, key.generation) for key in held} == {(KeyKind.DESK, 1)}
    assert reads(staff_client, address)


def test_who_waits_for_keys_does_not_get_them_by_a_departure(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient
) -> None:
    waiting = hire(app, demo, Role.SOCIAL_WORKER)
    with app.app_context():
        member: Membership = member_of(waiting)
        passwords_change.reset_password(
            Work(db.session(), master_keys(), NOW), member.account, waiting.password
        )
        db.session.commit()

    leave(staff_client, poh)

    assert copied_keys(app, waiting) == HeldKeys()


def test_who_is_blocked_does_not_get_the_new_keys(
    app: Flask, demo: DemoLogin, poh: Login, staff_client: FlaskClient
) -> None:
    blocked = hire(app, demo, Role.SOCIAL_WORKER)
    with at_screen(staff_client):
        member_of(blocked).suspended_at = NOW

    leave(staff_client, poh)

    assert {key.generation for key in copied_keys(app, blocked)} == {1}
    with app.app_context():
        assert keys.missing_kinds(db.session(), member_of(blocked)) == set(KeyKind)


def test_a_new_role_with_the_same_keys_replaces_none(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    assistant = hire(app, demo, Role.ASSISTANT)
    with at_screen(staff_client) as gp:
        member = member_of(assistant)
        member.role = Role.MANAGER
        keys.take_keys_of_role(Work(db.session(), master_keys(), NOW), gp, member, Role.ASSISTANT)

    assert {key.generation for key in copied_keys(app, assistant)} == {1}
