"""What goes wrong on a patient's way: each leads to a page that says so."""

import re
from collections.abc import Callable, Mapping

from pwa.vault.patient.codes import format_code, new_code
from pwa.web.extensions import limiter
from tests.people.walker import FIELDS, Walker

_TRIES = 5  # of wrong codes within ten minutes; see WRONG_KEYS in pwa/patient/limits.py
_LONG = "a" * 2_000


def _types_unknown_code(walker: Walker) -> None:
    walker.types("0000-0000-0000")


def _types_too_often(walker: Walker) -> None:
    for _ in range(_TRIES):
        walker.phone.request.post(f"/{walker.way}/open", form={"code": format_code(new_code())})
    walker.types(format_code(new_code()))


def _types_code_of_erased_list(walker: Walker) -> None:
    code = walker.shares_once()["code"]
    walker.comes_back(code)
    walker.phone.request.post(f"/{walker.way}/mine/withdraw", form={"plan": "1"})
    walker.phone.clear_cookies()
    walker.types(code)


def _comes_after_the_pass(walker: Walker) -> None:
    walker.phone.clear_cookies()
    walker.page.goto(f"/{walker.way}/mine/plan")


def _shares_without_consent(walker: Walker) -> None:
    walker.posts("check/{slug}", FIELDS)


def _writes_too_much(walker: Walker) -> None:
    walker.posts("check/{slug}/review", {**FIELDS, "reason": _LONG})


def _changes_an_erased_list(walker: Walker) -> None:
    uid = "00000000-0000-4000-8000-000000000000"
    walker.posts("check/{slug}", {**FIELDS, "uid": uid, "consent": "1", "reply_to": "dead"})


def _reports_with_too_many_words(walker: Walker) -> None:
    listed = walker.phone.request.get(f"/{walker.way}/help/{walker.slug}?topic=caring").text()
    option = re.search(r'name="option" value="([^"]+)"', listed)
    assert option, "no help service can be reported"
    walker.posts("help/{slug}/report", {"option": option[1], "line": _LONG})


def _opens_nothing(walker: Walker) -> None:
    walker.page.goto(f"/{walker.way}/nowhere")


def _posts_to_a_page(walker: Walker) -> None:
    walker.posts("p/{slug}", {})


def _sends_a_book(walker: Walker) -> None:
    walker.posts("check/{slug}/review", {"own_words": _LONG * 40})


# What happens with scripts as well.
MET: Mapping[str, Callable[[Walker], None]] = {
    "a code that opens nothing (404)": _types_unknown_code,
    "too many tries (429)": _types_too_often,
    "the code of an erased list (410)": _types_code_of_erased_list,
    "a pass that is over": _comes_after_the_pass,
    "a page that is not there (404)": _opens_nothing,
}
# Answers to forms that a page sends itself only where no script sends them.
STUMBLES: Mapping[str, Callable[[Walker], None]] = {
    **MET,
    "shared without consent (422)": _shares_without_consent,
    "an answer that is too long (422)": _writes_too_much,
    "a change of a list that is gone (422)": _changes_an_erased_list,
    "a report that is too long (422)": _reports_with_too_many_words,
    "nothing to send here (405)": _posts_to_a_page,
    "too much text (413)": _sends_a_book,
}


def stumble(walker: Walker, name: str) -> None:
    """Let one thing go wrong, on a fresh start of the limits."""
    limiter.reset()
    STUMBLES[name](walker)
    limiter.reset()
