"""List for each route which lines its answers add to the access log.

A route that stands neither in TABLE nor in `reading_without.py` fails the suite. A new route that
shows contents of a conversation needs one `Answer` for each of its outcomes: success, a refused form,
a conflict with somebody else's version, a PDF.
"""

from collections.abc import Mapping

from tests.inputs.invitations import tomorrow
from tests.inputs.plans import uid
from tests.people.desk import CARERS_FORM
from tests.people.stories import STORY_A
from tests.web.reading import READ, Answer
from tests.web.reading_handovers import HANDOVERS


def _page(path: str, *lines: str) -> Answer:
    return Answer("ok", lambda world: world.get(path), 200, lines)


def _file(path: str, line: str) -> Answer:
    return Answer("ok", lambda world: world.get(path), 200, (line,), shows=False)


def _paper(name: str, status: int, *lines: str, **typed: str) -> Answer:
    fields = {"consent": "1", "patient_language": "nl", "body": "02000", **typed}
    return Answer(name, lambda world: world.post("/practice/paper-list", **fields), status, lines)


_CHECK = {"reason": "ZEGT-REDEN", "tired": "much", "language": "nl"}
_PLAN, _TOGETHER = "/practice/c/LIST/plan", "/practice/c/LIST/together"
_DISCUSS = "/practice/c/LIST/discuss"
_OUTCOME = f"{_DISCUSS}/SHEET/outcome"
_LETTER_OF_A_STEP: Mapping[str, str] = {
    **CARERS_FORM,
    "letter_of": "2",
    "step-2-patient": "Samira",
    "step-2-receiver": "Anna",
}
_MOVE = "/practice/invitations/INVITATION/move"

_NEW_STEPS = {
    name: text
    for row in (1, 2, 3)
    for name, text in {
        f"step-{row}-what": "own",
        f"step-{row}-text": f"stap {row}",
        f"step-{row}-role": "patient",
        f"step-{row}-uid": uid(6 + row),
        f"choice-step-{uid(6 + row)}": "mine",
        f"choice-step-{uid(row)}": "saved",
    }.items()
}

# The tests try the rows in this order, so the requests that change the most come last. Routes that
# show no contents of a conversation and log nothing are in `reading_without.py`.
TABLE: Mapping[tuple[str, str], tuple[Answer, ...]] = {
    ("GET", "consult.overview"): (_page("/practice/c/LIST", READ),),
    ("GET", "consult.his"): (_page("/practice/c/LIST/his", "conversation:copy"),),
    ("GET", "together.edit"): (_page(_TOGETHER, READ),),
    ("GET", "plan.edit"): (_page(_PLAN, READ),),
    ("GET", "export.plan_pdf"): (_page("/practice/c/LIST/plan.pdf", "plan:print"),),
    ("GET", "sheets.overview"): (_page(_DISCUSS, READ),),
    ("GET", "export.meeting_sheet"): (_page(f"{_DISCUSS}/SHEET.pdf", "meeting:print"),),
    ("GET", "meetings.show"): (_page("/practice/meetings/MEETING", "meeting:read"),),
    ("POST", "sheets.ask"): (
        Answer("nothing typed", lambda world: world.post(_DISCUSS), 422, (READ,)),
        Answer("not as shown", lambda world: world.post(_DISCUSS, answer="yes"), 422, (READ,)),
    ),
    ("POST", "sheets.outcome"): (
        Answer("nothing typed", lambda world: world.post(_OUTCOME), 422, (READ,)),
        Answer(
            "no room in the plan",
            lambda world: world.post(_OUTCOME, outcome="buurtteam belt", role="doctor"),
            422,
            (READ,),
        ),
    ),
    ("GET", "recording_exchange.export"): (
        _file("/practice/recordings/nl/export", "recording:export"),
    ),
    ("GET", "keeping.overview"): (_page("/practice/help?show=reports", "help:read-report"),),
    ("GET", "desk.invitation"): (_page("/practice/invitations/INVITATION", "invitation:read"),),
    ("GET", "moving.edit"): (_page(_MOVE, "invitation:read"),),
    ("POST", "moving.save"): (
        Answer("no time", lambda world: world.post(_MOVE), 422, ("invitation:read",)),
        Answer(
            "ok",
            lambda world: world.post(_MOVE, time="1520", day=tomorrow()),
            303,
            ("invitation:move",),
            shows=False,
        ),
    ),
    ("GET", "export.invitation_card"): (
        _page("/practice/invitations/INVITATION/card.pdf", "invitation:print"),
    ),
    # The same for everybody, and cached.
    ("GET", "export.poster_pdf"): (_file("/practice/poster/a5.pdf", "poster:print"),),
    ("GET", "export.topic_poster"): (_file("/practice/poster/a5/money.pdf", "poster:print"),),
    ("GET", "export.waiting_room"): (_page("/practice/waiting-room.pdf", "waiting-room:print"),),
    ("GET", "export.paper_list"): (_page("/practice/paper-list/ar.pdf", "paper-list:print"),),
    ("POST", "paper_list.enter"): (_paper("sealed", 200, "check:enter", seal="1"),),
    ("GET", "accesslog.overview"): (_page("/practice/log/", "log:read"),),
    ("POST", "accesslog.find"): (
        Answer("unknown", lambda world: world.post("/practice/log/find"), 422, ("log:read",)),
    ),
    # Streamed without a template; names a list by its id only.
    ("GET", "accesslog.export"): (_file("/practice/log/export?reason=control", "log:export"),),
    # Streamed without a template; nothing in it is about a patient.
    ("GET", "help_export.download"): (_file("/practice/help/export", "help:export"),),
    ("POST", "consult.confirm"): (
        Answer("ok", lambda world: world.post("/practice/c/LIST"), 303, (READ,), shows=False),
    ),
    ("POST", "together.save"): (
        Answer("nothing typed", lambda world: world.post(_TOGETHER), 422, (READ,)),
        Answer("conflict", lambda world: world.post(_TOGETHER, **_CHECK, base="0"), 409, (READ,)),
        Answer(
            "ok",
            lambda world: world.post(_TOGETHER, **_CHECK, base="1"),
            303,
            ("check:change-together",),
            shows=False,
        ),
    ),
    ("POST", "plan.save"): (
        Answer("nothing typed", lambda world: world.post(_PLAN), 422, (READ,)),
        Answer(
            "conflict",
            lambda world: world.post(_PLAN, **{**CARERS_FORM, "goal": "iets anders"}),
            409,
            (READ,),
        ),
        Answer(
            "all chosen, and too many steps together",
            lambda world: world.post(_PLAN, base="1", before="0", **_NEW_STEPS),
            422,
            (READ,),
        ),
        Answer(
            "ok",
            lambda world: world.post(_PLAN, **{**CARERS_FORM, "base": "1"}),
            303,
            ("plan:save",),
            shows=False,
        ),
    ),
    ("POST", "export.new_card_pdf"): (
        Answer(
            "ok",
            lambda world: world.post(
                "/practice/c/LIST/card.pdf", language="nl", code="K7QM-4T2X-9HDF", link=world.link
            ),
            200,
            ("code:print",),
        ),
    ),
    ("POST", "record.as_page"): (
        Answer(
            "ok",
            lambda world: world.patient.post("/nl/mine/keep/page"),
            200,
            ("conversation:export",),
        ),
    ),
    ("POST", "record.as_json"): (
        Answer(
            "ok",
            lambda world: world.patient.post("/nl/mine/keep/json"),
            200,
            ("conversation:export",),
            shows=False,  # JSON: no template that could fail
        ),
    ),
    # JSON: no template that could fail
    ("GET", "handovers.as_fhir"): (
        _file("/practice/handovers/HANDOVER/service-request.json", "handover:export"),
    ),
    **HANDOVERS,
    ("POST", "patients.merge_now"): (
        Answer(
            "another one that is not there",
            lambda world: world.post("/practice/c/LIST/merge", other="x"),
            422,
            (),
        ),
        Answer(
            "ok",
            lambda world: world.post("/practice/c/LIST/merge", other=str(world.other)),
            200,
            ("conversation:merge", "conversation:merge", "code:renew"),
        ),
    ),
    ("POST", "patients.split"): (
        Answer(
            "ok",
            lambda world: world.post(
                f"/practice/c/{world.other}/split", other=str(world.conversation)
            ),
            303,
            ("conversation:split", "conversation:split"),
            shows=False,
        ),
    ),
    ("POST", "patients.renew"): (
        Answer("ok", lambda world: world.post("/practice/c/LIST/keys"), 200, ("code:renew",)),
    ),
}


def _look(name: str, path: str, status: int = 200, **fields: str) -> Answer:
    return Answer(name, lambda world: world.post(path, **fields), status, ())


def _look_as_patient(name: str, path: str) -> Answer:
    return Answer(name, lambda world: world.patient.post(path, data=STORY_A), 200, ())


# Forms whose answer only shows something: it logs nothing, and holds no database lock for which a
# patient who shares would have to wait.
LOOKS: tuple[Answer, ...] = (
    _look("part of a name", "/practice/open", code="jan"),
    _look("a code of nobody", "/practice/open", 422, code="0000-0000-0000"),
    _look("part of the other name", "/practice/c/LIST/merge/find", code="jan"),
    _look("the other code, of nobody", "/practice/c/LIST/merge/find", 422, code="0000-0000-0000"),
    Answer(
        "lists that were ticked",
        lambda world: world.post("/practice/aside/ask", list=str(world.other)),
        200,
        (),
    ),
    _paper("a paper, in words", 200),
    _paper("a paper that cannot be read", 422, body="9"),
    _paper("a paper to change", 200, change="1"),
    _look("help as on a phone", "/practice/help/preview", city="Utrecht"),
    # From the fields that were sent, before the patient agrees to anything: nothing stored is opened.
    Answer(
        "the letter of a step",
        lambda world: world.post(f"{_PLAN}/letter", **_LETTER_OF_A_STEP),
        200,
        (),
    ),
    _look("the letter of no step", f"{_PLAN}/letter", 422),
    _look("one more row for help", "/practice/help/new", more="open"),
    _look_as_patient("the form again", "/nl/check/de-dreef/form"),
    _look_as_patient("the review", "/nl/check/de-dreef/review"),
)
