"""Keys of several generations: who holds them, how they are passed on and replaced."""

import pytest
from sqlalchemy import select

from pwa.vault.crypto import CannotOpen, MasterKeys
from pwa.vault.master.server_keys import ServerKey, find_root, server_wrap_context
from pwa.vault.patient.codes import CodeError, format_code, new_link_secret, new_recovery_key
from pwa.vault.practice.holders import (
    drop_kinds,
    give_keys,
    open_holder,
    open_keys,
    wrap_for_member,
)
from pwa.vault.practice.invitation import unwrap_invitation, wrap_for_invitation
from pwa.vault.practice.models import KeyHolder, KeyKind, PracticeKey
from pwa.vault.practice.opened_keys import HeldKey, HeldKeys
from pwa.vault.practice.recovery import (
    add_recovery_key,
    recovery_key_state,
    replace_recovery_key,
    unwrap_by_recovery,
    verify_recovery_key,
)
from pwa.vault.practice.service import create_practice_keys, current_key, replace_key
from pwa.vault.work import Work
from tests.core.conftest import NOW, Town

MASTER = MasterKeys(b"k" * 32)
PASSWORD = "een lang wachtwoord"
OLD_CARE = HeldKey(1, KeyKind.CARE, 1, b"o" * 32)
NEW_CARE = HeldKey(2, KeyKind.CARE, 2, b"n" * 32)
DESK = HeldKey(3, KeyKind.DESK, 1, b"d" * 32)
HELD = HeldKeys((NEW_CARE, OLD_CARE, DESK))


def test_each_generation_opens_what_names_it() -> None:
    assert HELD.private(1) == OLD_CARE.private
    assert HELD.private(2) == NEW_CARE.private
    with pytest.raises(CannotOpen):
        HELD.private(4)


def test_a_role_holds_its_kinds_only() -> None:
    desk = HELD.of([KeyKind.DESK])

    assert desk.keys == (DESK,)
    assert desk.holds(KeyKind.DESK)
    assert not desk.holds(KeyKind.CARE)
    assert not HeldKeys().holds(KeyKind.DESK)


def test_held_keys_stay_out_of_logs() -> None:
    assert not any(repr(key.private) in repr(HELD) for key in HELD)


def test_an_invitation_brings_every_generation() -> None:
    secret = new_link_secret()

    blob = wrap_for_invitation(HELD, secret, "invitation 1", MASTER)

    assert unwrap_invitation(blob, secret, "invitation 1", MASTER) == HELD
    for key in HELD:
        assert key.private not in blob


def test_an_invitation_opens_with_its_own_secret_at_its_own_place() -> None:
    secret = new_link_secret()
    blob = wrap_for_invitation(HELD, secret, "invitation 1", MASTER)

    for attempt in (
        (new_link_secret(), "invitation 1", MASTER),
        (secret, "invitation 2", MASTER),
        (secret, "invitation 1", MasterKeys(b"o" * 32)),
    ):
        with pytest.raises(CannotOpen):
            unwrap_invitation(blob, *attempt)
    with pytest.raises(CodeError):
        unwrap_invitation(blob, "no secret", "invitation 1", MASTER)


def test_a_replaced_key_goes_to_who_holds_the_one_before_and_may_stay(town: Town) -> None:
    practice = town.add_practice("overvecht")
    made = create_practice_keys(Work(town.db, MASTER, NOW), practice)
    privates = {}
    for name, keys in (("stays", made.keys), ("goes", made.keys), ("waits", HeldKeys())):
        member = town.add_member(practice, name).id
        privates[name] = (
            member,
            wrap_for_member(Work(town.db, MASTER, NOW), practice, member, keys, PASSWORD),
        )
    may_stay = [privates["stays"][0], privates["waits"][0]]

    new = replace_key(Work(town.db, MASTER, NOW), practice, KeyKind.CARE, may_stay)

    assert current_key(town.db, practice, KeyKind.CARE).id == new.practice_key_id
    assert current_key(town.db, practice, KeyKind.DESK).generation == 1
    holds_it = {
        name: new in open_keys(town.db, member, private, tuple(KeyKind), MASTER).keys
        for name, (member, private) in privates.items()
    }
    assert holds_it == {"stays": True, "goes": False, "waits": False}
    assert new in unwrap_by_recovery(town.db, practice, made.recovery_key, MASTER).keys


def test_keys_are_given_once(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_practice_keys(Work(town.db, MASTER, NOW), practice).keys
    member = town.add_member(practice, "gp").id
    wrap_for_member(Work(town.db, MASTER, NOW), practice, member, keys, PASSWORD)
    holder = town.db.scalars(select(KeyHolder).where(KeyHolder.membership_id == member)).one()

    assert give_keys(holder, keys, MASTER, NOW) == 0


def test_a_pair_that_was_replaced_opens_nothing_in_an_older_session(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_practice_keys(Work(town.db, MASTER, NOW), practice).keys
    member = town.add_member(practice, "gp").id
    older = wrap_for_member(Work(town.db, MASTER, NOW), practice, member, keys, PASSWORD)
    wrap_for_member(Work(town.db, MASTER, NOW), practice, member, keys, PASSWORD)

    with pytest.raises(CannotOpen):
        open_keys(town.db, member, older, tuple(KeyKind), MASTER)


def test_who_has_no_pair_opens_and_loses_nothing(town: Town) -> None:
    practice = town.add_practice("overvecht")
    member = town.add_member(practice, "gp").id

    drop_kinds(town.db, member, [KeyKind.CARE])

    assert open_holder(town.db, member, PASSWORD, MASTER) is None
    assert open_keys(town.db, member, b"p" * 32, tuple(KeyKind), MASTER) == HeldKeys()


def test_a_new_recovery_key_takes_the_place_of_the_old_one(town: Town) -> None:
    practice = town.add_practice("overvecht")
    made = create_practice_keys(Work(town.db, MASTER, NOW), practice)

    new = replace_recovery_key(Work(town.db, MASTER, NOW), practice, made.keys)

    assert unwrap_by_recovery(town.db, practice, format_code(new), MASTER) == made.keys
    with pytest.raises(CannotOpen):
        unwrap_by_recovery(town.db, practice, made.recovery_key, MASTER)


def test_a_practice_that_lost_its_recovery_key_gets_a_new_one(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_practice_keys(Work(town.db, MASTER, NOW), practice).keys
    town.db.delete(town.db.scalars(select(KeyHolder)).one())
    town.db.flush()
    assert recovery_key_state(town.db, practice) is None

    new = replace_recovery_key(Work(town.db, MASTER, NOW), practice, keys)

    assert unwrap_by_recovery(town.db, practice, new, MASTER) == keys


def test_half_the_keys_make_no_recovery_key(town: Town) -> None:
    practice = town.add_practice("overvecht")
    made = create_practice_keys(Work(town.db, MASTER, NOW), practice)

    with pytest.raises(CannotOpen):
        replace_recovery_key(Work(town.db, MASTER, NOW), practice, made.keys.of([KeyKind.DESK]))

    assert unwrap_by_recovery(town.db, practice, made.recovery_key, MASTER) == made.keys


def test_the_drill_notes_that_the_paper_opens_everything(town: Town) -> None:
    practice = town.add_practice("overvecht")
    made = create_practice_keys(Work(town.db, MASTER, NOW), practice)
    before = recovery_key_state(town.db, practice)
    assert before
    assert (before.created_at, before.verified_at) == (NOW, None)

    for wrong, error in ((new_recovery_key(), CannotOpen), (made.recovery_key[:-1], CodeError)):
        with pytest.raises(error):
            verify_recovery_key(Work(town.db, MASTER, NOW), practice, wrong)
    verify_recovery_key(Work(town.db, MASTER, NOW), practice, format_code(made.recovery_key))

    after = recovery_key_state(town.db, practice)
    assert after
    assert after.verified_at == NOW


def test_the_drill_fails_when_the_paper_opens_half(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_practice_keys(Work(town.db, MASTER, NOW), practice).keys
    town.db.delete(town.db.scalars(select(KeyHolder)).one())
    town.db.flush()
    half = add_recovery_key(Work(town.db, MASTER, NOW), practice, keys.of([KeyKind.DESK]))

    with pytest.raises(CannotOpen):
        verify_recovery_key(Work(town.db, MASTER, NOW), practice, half)


def test_the_root_key_outlives_the_master_key(town: Town) -> None:
    ServerKey.__table__.create(town.db.connection())  # type: ignore[attr-defined]
    with pytest.raises(LookupError, match="flask db upgrade"):
        find_root(town.db, MASTER)
    wrap = MASTER.wrap(b"r" * 32, server_wrap_context("root"))
    town.db.add(ServerKey(label="root", wrap=wrap, created_at=NOW))

    assert find_root(town.db, MasterKeys(b"n" * 32, b"k" * 32)) == b"r" * 32
    with pytest.raises(CannotOpen):
        find_root(town.db, MasterKeys(b"n" * 32))


def test_generations_are_counted_per_kind(town: Town) -> None:
    practice = town.add_practice("overvecht")
    create_practice_keys(Work(town.db, MASTER, NOW), practice)

    for kind in (KeyKind.CARE, KeyKind.CARE, KeyKind.DESK):
        replace_key(Work(town.db, MASTER, NOW), practice, kind, [])

    keys = town.db.scalars(select(PracticeKey)).all()
    assert sorted((key.kind, key.generation) for key in keys) == [
        (KeyKind.CARE, 1),
        (KeyKind.CARE, 2),
        (KeyKind.CARE, 3),
        (KeyKind.DESK, 1),
        (KeyKind.DESK, 2),
    ]
