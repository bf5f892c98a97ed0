"""What the addresses of a warm handover add to the access log, in the order in which they are tried."""

from collections.abc import Mapping

from werkzeug.test import TestResponse

from tests.web.reading import READ, Answer, World

_HANDOVER = "/practice/c/LIST/handover/000000000001"
_LETTER = {"patient": "Samira", "receiver": "Anna", "letter_language": "nl"}


def _enter(name: str, status: int, *lines: str, digits: str = "") -> Answer:
    """Let a receiver send link and digits (here with the patient's browser, whose pass is another).

    Args:
        digits: instead of those of the letter.
    """

    def ask(world: World) -> TestResponse:
        link = world.handover.link
        fields = {"link": link.secret, "digits": digits or link.digits}
        return world.patient.post("/handover", data=fields)

    return Answer(name, ask, status, lines, shows=bool(digits))


def _answer(name: str, status: int, *lines: str, **fields: str) -> Answer:
    return Answer(
        name,
        lambda world: world.patient.post("/handover/letter", data=fields),
        status,
        lines,
        shows=False,
    )


def _say_yes(world: World) -> TestResponse:
    """Let the patient agree to the letter that was shown."""
    shown = world.post(_HANDOVER, **_LETTER, show="1").text
    digest = shown.split('name="letter" value="')[1].split('"')[0]
    return world.post(_HANDOVER, **_LETTER, handover="yes", letter=digest)


HANDOVERS: Mapping[tuple[str, str], tuple[Answer, ...]] = {
    ("GET", "handover.step"): (Answer("ok", lambda world: world.get(_HANDOVER), 200, (READ,)),),
    ("POST", "handover.agree"): (
        Answer("shown", lambda world: world.post(_HANDOVER, **_LETTER, show="1"), 200, (READ,)),
        Answer("not asked", lambda world: world.post(_HANDOVER, **_LETTER), 422, (READ,)),
        Answer(
            "not now",
            lambda world: world.post(_HANDOVER, **_LETTER, handover="not_now"),
            303,
            (),
            shows=False,
        ),
        # Two requests: the letter is shown, and then the patient says yes.
        Answer("yes", _say_yes, 303, (READ, "handover:agree"), shows=False),
    ),
    ("POST", "handovers.change"): (
        Answer(
            "ok",
            lambda world: world.post("/practice/handovers/HANDOVER", to="told"),
            303,
            ("handover:tell",),
            shows=False,
        ),
    ),
    ("POST", "receiver.open_letter"): (
        _enter("no digits", 422, digits="x"),
        _enter("ok", 303, "handover:open"),
    ),
    ("POST", "receiver.answer"): (
        _answer("no button", 422),
        _answer("ok", 303, "handover:answer", state="tried"),
    ),
    # After the receiver: the letter before opens nothing any more.
    ("POST", "export.handover_letter"): (
        Answer(
            "ok",
            lambda world: world.post("/practice/c/LIST/handover/HANDOVER/letter.pdf"),
            200,
            ("handover:letter",),
        ),
    ),
}
