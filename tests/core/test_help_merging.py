"""Two people edit one help service: what both changed is asked, the rest is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.directory.keeping.editing.fields import canonical
from pwa.directory.keeping.editing.merging import dump_base, merge, read_base, values_of, write_base
from pwa.editing import Choice


def test_equal_forms_have_equal_values() -> None:
    typed = {
        "name": ["  De\u00a0 Linde ", "second"],
        "csrf_token": ["x"],
        "what-xx": ["no language"],
        "topics": ["tired", "", "pain", "tired"],
        "phone-2": [""],
        "phone-7": ["112"],
        "phone-7-id": ["a"],
        "open-3-every": ["week"],
        "open-4-day": ["MO"],
        "open-4-nothing": ["x"],
        "open-400-day": ["MO"],
    }

    assert canonical(typed) == {
        "name": ["De Linde"],
        "topics": ["pain", "tired"],
        "phone-1": ["112"],
        "phone-1-id": ["a"],
        "open-1-day": ["MO"],
    }
    assert canonical(canonical(typed)) == canonical(typed)


SHOWN = {"name": ["A"], "what-nl": ["een"], "phone-1": ["112"], "topics": ["pain"]}


def test_who_saves_second_keeps_what_only_the_other_changed() -> None:
    saved = {**SHOWN, "what-nl": ["twee"], "city": ["Utrecht"]}
    mine = {**SHOWN, "phone-1": ["113"], "topics": ["pain", "sleep"]}

    values, asked = merge(read_base(write_base(SHOWN)), saved, mine, {})

    assert asked == []
    assert values == {**saved, "phone-1": ["113"], "topics": ["pain", "sleep"]}


def test_what_both_changed_is_asked_and_nothing_else() -> None:
    base = read_base(write_base(SHOWN))
    saved = {**SHOWN, "what-nl": ["twee"], "name": ["B"]}
    mine = {"what-nl": ["drie"], "name": ["B"], "topics": ["pain"], "url": ["https://a.example"]}

    values, asked = merge(base, saved, mine, {})

    assert asked == ["what-nl"]
    assert values == mine, "the number that only one took away is gone"
    again = read_base(write_base(saved))
    chosen, left = merge(again, saved, values, {"what-nl": Choice.SAVED})
    assert (chosen["what-nl"], left) == (["twee"], [])
    own, left = merge(again, saved, values, {"what-nl": Choice.MINE})
    assert (own["what-nl"], left) == (["drie"], [])
    third = {**saved, "what-nl": ["vier"]}
    assert merge(again, third, values, {"what-nl": Choice.MINE})[1] == ["what-nl"]


@pytest.mark.parametrize(
    "typed", ["", "{", "[]", "null", '{"name": {}}', "[" * 5000, '{"name":' * 900 + "1" + "}" * 900]
)
def test_a_base_that_cannot_be_read_makes_everything_that_differs_a_question(typed: str) -> None:
    mine = {**SHOWN, "name": ["B"]}

    assert merge(read_base(typed), SHOWN, mine, {})[1] == ["name"]
    assert dump_base(read_base(typed)) == "{}"


_ONE = st.sampled_from([[], ["a"], ["b"]])
_FORMS = st.fixed_dictionaries(
    dict.fromkeys(("name", "city", "street", "what-nl", "phone-1"), _ONE)
)


@given(_FORMS, _FORMS, _FORMS)
def test_no_version_is_lost_unasked(
    base: dict[str, list[str]], saved: dict[str, list[str]], mine: dict[str, list[str]]
) -> None:
    shown, now, typed = canonical(base), canonical(saved), canonical(mine)

    values, asked = merge(read_base(write_base(shown)), now, typed, {})

    for part in ("name", "address", "what-nl", "phone"):
        was, theirs, own = (values_of(each, part) for each in (shown, now, typed))
        kept = values_of(values, part)
        assert (part in asked) == (own not in (was, theirs) and theirs != was)
        assert kept == (theirs if own == was else own)
