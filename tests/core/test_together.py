"""Two people edit one check: no text is dropped unseen, and the differences are put in words."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.consult.history import ChangedAfter, find_alteration, find_previous_talk
from pwa.consult.together.core import PARTS, find_differences, merge_checks
from pwa.consult.together.forms import TogetherForm, write_fields
from pwa.conversation.joint_edits import find_own, find_rounds
from pwa.conversation.versions import Author, CheckVersion
from pwa.editing import Choice
from pwa.locales import PRACTICE_LANGUAGE, TIME_ZONE
from pwa.selfcheck.answers import parse_answers
from pwa.selfcheck.changes import Reader, find_changes
from pwa.selfcheck.core import Priority, SelfCheck
from pwa.selfcheck.questions import TOPIC_BY_CODE, Amount, LifeDomain
from pwa.staff.core import Role
from tests.core.test_answers import STORY_A
from tests.inputs.answers import Fields, forms
from tests.pages.catalogues import dutch

CARER = parse_answers(STORY_A, language="ar").check
READER = Reader(dutch, "nl", is_practice=True)
checks = forms().map(lambda fields: parse_answers(fields, language="nl").check)


def suggested(mine: SelfCheck, saved: SelfCheck, base: SelfCheck) -> dict[str, Choice]:
    return {item.part: item.suggested for item in find_differences(mine, saved, base)}


@given(checks, checks)
def test_all_of_theirs_is_theirs(mine: SelfCheck, saved: SelfCheck) -> None:
    choices = dict.fromkeys(PARTS, Choice.SAVED)
    merged = merge_checks(mine, saved, choices)
    carried = {"filled_by", "interpreter_language", "begun_in", "all_no"}
    same = {name: getattr(saved, name) for name in carried}
    assert replace(merged, **same) == saved


EVERYTHING = SelfCheck(
    language="nl",
    amounts={"lonely": Amount.MUCH},
    feeling="okay",
    reason="reden",
    strengths=("family",),
    strengths_other="iets",
    helpers=("family",),
    helpers_other="iemand",
    wants=("listen",),
    priorities=(Priority("lonely"),),
    worse_by=("lonely",),
    own_words="woorden",
    not_shared=(LifeDomain.BODY,),
)
# Copied from the patient's version; filling in together does not change these fields.
CARRIED = {
    "language",
    "version",
    "filled_by",
    "interpreter_language",
    "begun_in",
    "typed_in",
    "all_no",
}
# Only says of one version that it was typed in from paper (tests/core/test_paper_list.py).
OWN = {"entered_by"}


@pytest.mark.parametrize(
    "name", sorted({field.name for field in fields(SelfCheck)} - CARRIED - OWN)
)
def test_no_part_of_a_check_is_lost_without_a_word(name: str) -> None:
    """Fails for a new field of SelfCheck until find_differences and merge_checks handle it."""
    mine = SelfCheck(language="nl")
    saved = replace(mine, **{name: getattr(EVERYTHING, name)})
    assert saved != mine, "give it a value in EVERYTHING"

    assert find_differences(mine, saved, mine)
    assert merge_checks(mine, saved, suggested(mine, saved, mine)) == saved


@given(checks, checks)
def test_without_a_choice_mine_stays(mine: SelfCheck, saved: SelfCheck) -> None:
    assert merge_checks(mine, saved, {}) == mine


@given(checks, checks)
def test_versions_that_agree_differ_in_nothing(mine: SelfCheck, base: SelfCheck) -> None:
    assert find_differences(mine, mine, base) == ()
    assert find_changes(mine, mine, READER) == ()


def test_what_only_one_changed_is_taken_over() -> None:
    mine = replace(CARER, feeling="okay")
    saved = replace(CARER, amounts={**CARER.amounts, "lonely": Amount.MUCH})

    merged = merge_checks(mine, saved, suggested(mine, saved, CARER))

    assert merged.feeling == "okay"
    assert merged.amounts["lonely"] is Amount.MUCH


def test_two_texts_come_under_each_other_when_they_fit() -> None:
    mine, saved = replace(CARER, own_words="een"), replace(CARER, own_words="twee")
    merged = merge_checks(mine, saved, suggested(mine, saved, CARER))
    assert merged.own_words == "twee\neen"

    long = replace(CARER, own_words="x" * 990)
    (difference,) = find_differences(long, replace(CARER, own_words="y" * 20), CARER)
    assert difference.both is None
    assert difference.suggested is Choice.MINE


def test_lists_are_put_together_within_their_limit() -> None:
    mine = replace(CARER, strengths=("faith",), wants=("explain",))
    saved = replace(CARER, strengths=("cooking",), wants=("know", "tell_story"))

    merged = merge_checks(mine, saved, suggested(mine, saved, CARER))

    assert merged.strengths == ("cooking", "faith")
    assert merged.wants == ("explain",), "three do not fit, so a person decides"


def test_a_domain_that_was_closed_meanwhile_is_asked_about() -> None:
    saved = CARER.withhold((LifeDomain.SOCIAL,))
    choices = suggested(CARER, saved, CARER)

    merged = merge_checks(CARER, saved, choices)

    assert choices["social"] is Choice.SAVED
    assert merged.withhold(merged.not_shared).not_shared == (LifeDomain.SOCIAL,)


def texts_of(check: SelfCheck) -> set[str]:
    words = [check.reason, check.own_words, check.strengths_other, check.helpers_other]
    words += [priority.other for priority in check.priorities]
    return {word for text in words for word in text.replace(";", " ").split()}


_edits = st.tuples(
    st.sampled_from(["gp", "poh", "patient"]),
    st.sampled_from(["reason", "own_words", "strengths_other", "helpers_other", "priority"]),
)


@settings(max_examples=200)
@given(st.lists(_edits, max_size=30))
def test_no_text_goes_that_the_one_who_saves_has_not_seen(turns: list[tuple[str, str]]) -> None:
    """Three editors open, type and save in any order; each saves the merge that is suggested."""
    versions = [CARER]
    opened: dict[str, int] = {}
    for number, (name, part) in enumerate(turns):
        if name not in opened:
            opened[name] = len(versions) - 1
            continue
        base, saved = versions[opened.pop(name)], versions[-1]
        mine = _type(base, part, f"woord{number}")
        differences = find_differences(mine, saved, base)
        merged = merge_checks(mine, saved, suggested(mine, saved, base))
        versions.append(merged)

        shown = {
            word
            for item in differences
            for version in (mine, saved)
            for word in (READER.describe(version, item.part) or "").replace(";", " ").split()
        }
        assert f"woord{number}" in texts_of(merged) | shown
        assert texts_of(saved) - texts_of(merged) <= texts_of(base) | shown


def _type(check: SelfCheck, part: str, word: str) -> SelfCheck:
    if part == "priority":
        return replace(check, priorities=(Priority("other", word),), worse_by=())
    return replace(check, **{part: word})  # type: ignore[arg-type]  # by name


# --- What changed, and when -------------------------------------------------

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
BAKKER = Author("Bakker", Role.GP)


def version(
    number: int, at: float, *, read: float | None = None, author: Author | None = None
) -> CheckVersion:
    """Make a version; times in hours after Monday morning."""
    saved_at = MONDAY + timedelta(hours=at)
    read_at = saved_at if author else None if read is None else MONDAY + timedelta(hours=read)
    return CheckVersion(number, CARER, saved_at, read_at, author)


@pytest.mark.parametrize(
    ("versions", "after", "previous"),
    [
        ([version(1, 0, read=2)], None, None),
        # Changed before anybody looked: both are marked as read when the newest one is.
        ([version(2, 1, read=5), version(1, 0, read=5)], ChangedAfter.SHARING, None),
        ([version(2, 3, read=5), version(1, 0, read=2)], ChangedAfter.READING, 1),
        ([version(3, 4, read=9), version(2, 3, read=9), version(1, 0, read=2)], ChangedAfter.READING, 1),
        # Read and filled in together on the same day: one talk, so there is no previous one.
        ([version(2, 2, author=BAKKER), version(1, 0, read=1)], None, None),
        ([version(3, 8, read=9), version(2, 2, author=BAKKER), version(1, 0, read=1)], ChangedAfter.TOGETHER, 2),
        # Six weeks later: compared with the previous talk, not with the list read that morning.
        (
            [version(4, 1002, author=BAKKER), version(3, 1000, read=1001), version(2, 2, author=BAKKER)],
            None,
            2,
        ),
    ],
)  # fmt: skip
def test_what_is_new_is_told_against_the_talk_before(
    versions: list[CheckVersion], after: ChangedAfter | None, previous: int | None
) -> None:
    alteration = find_alteration(versions)
    before = find_previous_talk(versions, TIME_ZONE)

    assert (alteration.after if alteration else None) is after
    assert (before.number if before else None) == previous


def test_each_time_is_held_against_what_stood_right_before_it() -> None:
    own, together, later = version(1, 0), version(2, 1, author=BAKKER), version(3, 5)
    again = version(4, 6, author=BAKKER)
    versions = [again, later, together, own]

    rounds = find_rounds(versions, READER)

    assert [(item.version, item.before) for item in rounds] == [
        (again, later),
        (later, together),
        (together, own),
    ]
    assert find_own(rounds) == (later, own)


def test_what_the_patient_did_before_it_was_done_together_is_no_round() -> None:
    own, changed, together = version(1, 0), version(2, 1), version(3, 2, author=BAKKER)

    assert find_rounds([changed, own], READER) == ()
    assert find_own(find_rounds([together, changed, own], READER)) == (changed,)


def test_what_began_together_has_nothing_before_it() -> None:
    (only,) = find_rounds([version(1, 0, author=BAKKER)], READER)

    assert (only.before, only.changes) == (None, ())
    assert find_own([only]) == ()


@given(forms(), st.sampled_from(sorted(LifeDomain)))
def test_a_domain_that_is_closed_tells_nothing_of_its_topics(
    fields: Fields, domain: LifeDomain
) -> None:
    before = parse_answers(fields, language="nl").check
    after = before.withhold((domain,))

    changes = find_changes(before, after, READER)

    topics = {code for code, topic in TOPIC_BY_CODE.items() if topic.domain is domain}
    assert not topics & {change.part for change in changes}


BILINGUAL = parse_answers(
    {**STORY_A, "begun_in": ["ar"], "own_words": ["كلمات"], "own_words_language": ["ar"]},
    language="tr",
).check


def test_words_keep_their_language_until_they_are_changed_on_the_dutch_page() -> None:
    fields = write_fields(BILINGUAL, 1)
    same = TogetherForm(fields, BILINGUAL)
    changed = TogetherForm({**fields, "reason": ["iets anders"]}, BILINGUAL)

    assert same.validate()
    assert changed.validate()

    assert same.check == BILINGUAL
    assert changed.check.begun_in == "ar"
    assert changed.check.language_of("own_words") == "ar"
    assert changed.check.language_of("reason") == PRACTICE_LANGUAGE.code


def test_words_that_are_taken_over_bring_their_language_along() -> None:
    mine = replace(BILINGUAL, own_words="andere woorden", typed_in={"own_words": "nl"})

    merged = merge_checks(mine, BILINGUAL, {"own_words": Choice.SAVED})

    assert merged.own_words == "كلمات"
    assert merged.language_of("own_words") == "ar"
    assert merge_checks(mine, BILINGUAL, {}).language_of("own_words") == "nl"
