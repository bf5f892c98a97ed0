"""What the GP reads: the same Dutch whatever the patient's language, and never what is withheld."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pwa.consult.his import build_his_text
from pwa.consult.overview import build_overview
from pwa.locales import LANGUAGES
from pwa.plan.words.his import MAX_LINES
from pwa.selfcheck.answers import parse_answers
from pwa.selfcheck.core import LANGUAGE_FIELDS, DomainState
from pwa.selfcheck.questions import TOPICS
from tests.core.test_answers import STORY_A
from tests.inputs.answers import Fields, forms
from tests.pages.catalogues import dutch

SHARED_ON = date(2026, 11, 21)


def _texts(fields: Fields, language: str) -> tuple[str, str]:
    left_out = {*LANGUAGE_FIELDS, "interpreter_language"}
    fields = {name: values for name, values in fields.items() if name not in left_out}
    overview = build_overview(parse_answers(fields, language=language).check, None, dutch)
    name = LANGUAGES[language].dutch_name
    record = build_his_text(overview, SHARED_ON, dutch)
    # Only the language may differ, which Dutch words do not name.
    shown = repr(overview).replace(f"language='{name}'", "LANGUAGE")
    shown = shown.replace(f"language='{language}'", "CODE").replace(
        f"foreign='{name}'", "foreign=''"
    )
    return shown, record.replace(f" (in het {name})", "").replace(f"in het {name}", "LANGUAGE")


@given(forms())
def test_every_language_gives_the_same_dutch(fields: Fields) -> None:
    texts = {_texts(fields, language) for language in LANGUAGES}

    assert len(texts) == 1


@given(forms())
def test_the_text_for_the_record_is_short_and_plain(fields: Fields) -> None:
    answers = parse_answers(fields, language="ar")
    text = build_his_text(build_overview(answers.check, None, dutch), SHARED_ON, dutch)
    lines = text.split("\n")

    assert len(lines) <= MAX_LINES
    assert text.isprintable() or all(line.strip() for line in lines)
    assert lines[0].startswith("S (4D-zelfcheck, patiënt, 21-11-2026):")
    assert "\t" not in text
    assert "alleen met de dokter" not in text


@given(forms(), st.data())
def test_a_topic_that_is_not_shared_is_nowhere(fields: Fields, data: st.DataObject) -> None:
    topic = data.draw(st.sampled_from(TOPICS))
    fields = {
        name: values for name, values in fields.items() if not name.endswith(("_other", "words"))
    }
    fields |= {topic.code: ["much"], "not_shared": [topic.domain]}
    for name in ("reason", "known_as", "interpreter_language"):
        fields.pop(name, None)
    check = parse_answers(fields, language="nl").check
    overview = build_overview(check, None, dutch)
    name = dutch(topic.short)

    assert name not in overview.worse_by
    assert name not in [priority.name.text for priority in overview.priorities]
    assert name not in overview.skipped
    domain = next(note for note in overview.domains if note.name in overview.not_shared)
    assert domain.state is DomainState.NOT_SHARED
    assert domain.topics == ()
    assert domain.skipped == ()


def test_story_a_in_the_record() -> None:
    check = parse_answers(STORY_A, language="ar").check

    text = build_his_text(build_overview(check, None, dutch), SHARED_ON, dutch)

    assert text.split("\n")[:6] == [
        "S (4D-zelfcheck, patiënt, 21-11-2026): komt voor (in het Arabisch) “hoofdpijn en altijd moe”; voelt zich niet zo goed",
        "Eerst bespreken: moe zijn (wil hulp); wordt erger door: voor iemand zorgen, slecht slapen",
        "Lichaam: moe zijn veel, pijn een beetje, slecht slapen een beetje; "
        "overgeslagen: eten of gewicht, moeilijk bewegen",
        "Geest: stress een beetje; overgeslagen: somber, bang of onrustig, nare dingen van vroeger, "
        "roken, alcohol, drugs, gokken",
        "Sociaal: voor iemand zorgen veel, zorgen over kinderen een beetje; "
        "overgeslagen: alleen zijn, ruzie of spanning, te weinig steun",
        "Maatschappelijk: alles nee",
    ]


def test_all_no_by_one_press_is_told_to_the_practice() -> None:
    check = parse_answers({**STORY_A, "all_no": ["society"]}, language="ar").check

    text = build_his_text(build_overview(check, None, dutch), SHARED_ON, dutch)

    assert "Maatschappelijk: alles nee (in één keer)" in text.split("\n")


def test_the_first_line_says_what_the_patient_wants_to_talk_about() -> None:
    overview = build_overview(parse_answers(STORY_A, language="ar").check, None, dutch)

    assert overview.priorities[0].name.text == "Moe zijn"
    assert overview.worse_by == ("Voor iemand zorgen", "Slecht slapen")
    assert overview.opening == (
        "Ik heb gelezen wat u invulde. U wilt eerst praten over: moe zijn. Vertel eens."
    )


def test_own_words_stay_as_they_were_typed() -> None:
    fields = {"own_words": ["كلمات\nثانية"], "priority": ["other"], "priority_other": ["Rüya"]}

    overview = build_overview(parse_answers(fields, language="ar").check, None, dutch)

    assert overview.own_words is not None
    assert overview.own_words.text == "كلمات\nثانية"
    assert overview.own_words.foreign == "Arabisch"
    assert overview.priorities[0].name.is_own
    assert "“Rüya”" in overview.opening


def test_what_changed_is_told_topic_by_topic() -> None:
    before = parse_answers(STORY_A, language="nl").check
    after = parse_answers(
        {**STORY_A, "sleep": ["no"], "worse_by": ["caring"], "money": ["some"]}, language="nl"
    )

    changes = build_overview(after.check, before, dutch).changes

    assert [(item.name, item.before, item.after) for item in changes] == [
        ("Wordt erger door", "Voor iemand zorgen · Slecht slapen", "Voor iemand zorgen"),
        ("Slecht slapen", "een beetje", "nee"),
        ("Te weinig geld", "nee", "een beetje"),
    ]


def test_a_domain_skipped_whole_is_named_once() -> None:
    overview = build_overview(parse_answers({"pain": ["much"]}, language="nl").check, None, dutch)

    assert overview.skipped == (
        "Komt voor", "Voelt zich", "Eerst bespreken", "Wil van dit gesprek", "Kracht", "Wie helpt al",
        "Moe zijn", "Slecht slapen", "Eten of gewicht", "Moeilijk bewegen", "Geest", "Sociaal", "Maatschappelijk",
    )  # fmt: skip


def test_what_was_filled_in_together_says_so_in_the_record() -> None:
    check = parse_answers(STORY_A, language="ar").check
    overview = build_overview(check, None, dutch, is_together=True)

    assert overview.filled_by == "samen ingevuld"
    last = build_his_text(overview, SHARED_ON, dutch).split("\n")[-1]
    assert last.endswith("Samen ingevuld, in het Arabisch")


def test_an_interpreter_is_named_in_dutch() -> None:
    fields = {"interpreter": ["1"], "interpreter_language": ["tr"]}
    overview = build_overview(parse_answers(fields, language="tr").check, None, dutch)

    assert overview.interpreter is not None
    assert overview.interpreter.text == "Turks"
    assert "tolk: Turks" in build_his_text(overview, SHARED_ON, dutch)


def test_an_answer_is_not_among_what_was_skipped() -> None:
    fields = {**STORY_A, "helpers": ["nobody"], "strengths": [], "strengths_other": ["zingen"]}
    overview = build_overview(parse_answers(fields, language="nl").check, None, dutch)

    assert "Wie helpt al" not in overview.skipped
    assert "Kracht" not in overview.skipped
    assert [words.text for words in overview.helpers] == ["Niemand"]


def test_a_list_without_a_topic_to_choose_from_skipped_no_priority() -> None:
    overview = build_overview(parse_answers({"pain": ["no"]}, language="nl").check, None, dutch)

    assert "Eerst bespreken" not in overview.skipped


def test_words_and_list_name_the_languages_they_were_begun_and_typed_in() -> None:
    fields = {**STORY_A, "begun_in": ["ar"], "reason_language": ["ar"], "own_words": ["dank u"]}
    overview = build_overview(parse_answers(fields, language="nl").check, None, dutch)

    assert overview.reason is not None
    assert (overview.reason.language, overview.reason.foreign) == ("ar", "Arabisch")
    assert overview.own_words is not None
    assert (overview.own_words.language, overview.own_words.foreign) == ("nl", "")
    assert (overview.begun_in, overview.language) == ("Arabisch", "Nederlands")
    lines = build_his_text(overview, SHARED_ON, dutch).split("\n")
    assert "komt voor (in het Arabisch) “hoofdpijn en altijd moe”" in lines[0]
    assert "Eigen woorden: “dank u”" in lines[-1]
    assert lines[-1].endswith("Begonnen in het Arabisch, verder in het Nederlands")
