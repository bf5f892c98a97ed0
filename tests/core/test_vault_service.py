from collections.abc import Collection

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa.vault.crypto import CannotOpen, MasterKeys, public_half
from pwa.vault.patient.codes import CodeError, format_code, new_recovery_key
from pwa.vault.practice.holders import drop_wraps, open_holder, open_keys, wrap_for_member
from pwa.vault.practice.models import KeyHolder, KeyKind, KeyWrap, PracticeKey
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.practice.service import NewPracticeKeys, create_practice_keys, current_key
from pwa.vault.work import Work
from tests.core.conftest import NOW, Town

MASTER = MasterKeys(b"k" * 32)
BOTH = tuple(KeyKind)


def unwrap_for_member(
    db: Session,
    membership_id: int,
    kinds: Collection[KeyKind],
    password: str,
    master: MasterKeys,
) -> HeldKeys:
    """Unwrap keys as a login does: the member's own key pair, then the practice's keys."""
    private = open_holder(db, membership_id, password, master)
    return HeldKeys() if private is None else open_keys(db, membership_id, private, kinds, master)


def create_keys(town: Town, practice_id: int) -> NewPracticeKeys:
    return create_practice_keys(Work(town.db, MASTER, NOW), practice_id)


def test_the_public_halves_in_the_database_belong_to_the_private_ones(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)

    for kind in KeyKind:
        stored = current_key(town.db, practice, kind)
        assert stored.public_key == public_half(keys.keys.private(stored.id))


def test_new_practice_keys_stay_out_of_logs(town: Town) -> None:
    new = create_keys(town, town.add_practice("overvecht"))

    assert new.recovery_key not in repr(new)
    assert not any(repr(key.private) in repr(new) for key in new.keys)


def test_a_password_opens_what_was_wrapped_for_the_member(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)
    gp = town.add_member(practice, "gp").id
    wrap_for_member(Work(town.db, MASTER, NOW), practice, gp, keys.keys, "a long password")
    town.db.commit()
    town.db.expire_all()

    opened = unwrap_for_member(town.db, gp, BOTH, "a long password", MASTER)

    assert opened == keys.keys
    with pytest.raises(CannotOpen):
        unwrap_for_member(town.db, gp, BOTH, "another password", MASTER)
    with pytest.raises(CannotOpen):
        unwrap_for_member(town.db, gp, BOTH, "a long password", MasterKeys(b"o" * 32))


def test_an_assistant_opens_the_desk_key_alone(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)
    assistant = town.add_member(practice, "assistant").id
    desk = keys.keys.of([KeyKind.DESK])
    wrap_for_member(Work(town.db, MASTER, NOW), practice, assistant, desk, "a long password")

    assert unwrap_for_member(town.db, assistant, BOTH, "a long password", MASTER) == desk


def test_only_the_kinds_that_are_asked_for_are_opened(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)
    gp = town.add_member(practice, "gp").id
    wrap_for_member(Work(town.db, MASTER, NOW), practice, gp, keys.keys, "a long password")

    opened = unwrap_for_member(town.db, gp, [KeyKind.DESK], "a long password", MASTER)

    assert [key.kind for key in opened] == [KeyKind.DESK]


def test_a_new_password_takes_the_place_of_the_old_one(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)
    gp = town.add_member(practice, "gp").id
    for password in ("the old password", "the new password"):
        wrap_for_member(Work(town.db, MASTER, NOW), practice, gp, keys.keys, password)

    assert unwrap_for_member(town.db, gp, BOTH, "the new password", MASTER) == keys.keys
    with pytest.raises(CannotOpen):
        unwrap_for_member(town.db, gp, BOTH, "the old password", MASTER)


def test_whose_wraps_were_dropped_opens_nothing(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)
    gp = town.add_member(practice, "gp").id
    wrap_for_member(Work(town.db, MASTER, NOW), practice, gp, keys.keys, "a long password")

    drop_wraps(town.db, gp)
    drop_wraps(town.db, gp)

    assert unwrap_for_member(town.db, gp, BOTH, "a long password", MASTER) == HeldKeys()
    assert town.db.scalar(select(func.count()).select_from(KeyWrap)) == 2  # of the recovery key


def test_a_wrap_moved_to_another_member_does_not_open(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)
    gp, assistant = (town.add_member(practice, name).id for name in ("gp", "assistant"))
    wrap_for_member(Work(town.db, MASTER, NOW), practice, gp, keys.keys, "of the gp")
    wrap_for_member(Work(town.db, MASTER, NOW), practice, assistant, HeldKeys(), "of the assistant")
    holders = {holder.membership_id: holder for holder in town.db.scalars(select(KeyHolder))}

    for row in town.db.scalars(select(KeyWrap).where(KeyWrap.holder_id == holders[gp].id)).all():
        row.holder_id = holders[assistant].id
    town.db.flush()
    town.db.expire_all()
    with pytest.raises(CannotOpen):
        unwrap_for_member(town.db, assistant, BOTH, "of the assistant", MASTER)

    holders[assistant].wrap = holders[gp].wrap
    with pytest.raises(CannotOpen):
        unwrap_for_member(town.db, assistant, BOTH, "of the gp", MASTER)


def test_desk_and_care_cannot_change_places(town: Town) -> None:
    practice = town.add_practice("overvecht")
    recovery_key = create_keys(town, practice).recovery_key
    desk, care = town.db.scalars(select(KeyWrap).order_by(KeyWrap.id)).all()

    desk.wrap, care.wrap = care.wrap, desk.wrap

    with pytest.raises(CannotOpen):
        unwrap_by_recovery(town.db, practice, recovery_key, MASTER)


def test_the_printed_recovery_key_opens_everything(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)
    on_paper = format_code(keys.recovery_key)

    assert len(on_paper.split("-")) == 7
    assert unwrap_by_recovery(town.db, practice, on_paper.lower(), MASTER) == keys.keys


def test_another_recovery_key_opens_nothing(town: Town) -> None:
    ours, theirs = town.add_practice("overvecht"), town.add_practice("zuilen")
    key_of_theirs = create_keys(town, theirs).recovery_key
    with pytest.raises(CannotOpen):  # a practice without keys
        unwrap_by_recovery(town.db, ours, key_of_theirs, MASTER)
    create_keys(town, ours)

    for wrong in (key_of_theirs, new_recovery_key()):
        with pytest.raises(CannotOpen):
            unwrap_by_recovery(town.db, ours, wrong, MASTER)
    with pytest.raises(CodeError):
        unwrap_by_recovery(town.db, ours, key_of_theirs[:-1], MASTER)


def test_a_practice_has_one_recovery_key(town: Town) -> None:
    practice = town.add_practice("overvecht")
    create_keys(town, practice)

    town.db.add(KeyHolder(practice_id=practice, public_key=b"", wrap=b"", created_at=NOW))

    with pytest.raises(IntegrityError):
        town.db.flush()


def test_the_newest_generation_is_sealed_to(town: Town) -> None:
    practice = town.add_practice("overvecht")
    create_keys(town, practice)
    newer = PracticeKey(
        practice_id=practice, kind=KeyKind.CARE, generation=2, public_key=b"", created_at=NOW
    )
    town.db.add(newer)

    assert current_key(town.db, practice, KeyKind.CARE) is newer
    assert current_key(town.db, practice, KeyKind.DESK).generation == 1


def test_wraps_open_after_a_rotation_of_the_master_key(town: Town) -> None:
    practice = town.add_practice("overvecht")
    keys = create_keys(town, practice)

    master = MasterKeys(b"n" * 32, b"k" * 32)

    assert unwrap_by_recovery(town.db, practice, keys.recovery_key, master) == keys.keys
