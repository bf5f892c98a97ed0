"""What a plan on paper has beside its lines: boxes to tick, and a way to come back."""

from dataclasses import dataclass

from flask_babel import force_locale, gettext
from markupsafe import Markup

from pwa.locales import PRACTICE_LANGUAGE
from pwa.patient.access import patient_link
from pwa.plan.core import Performer, Step
from pwa.progress.view_models import write_done
from pwa.vault.patient.codes import format_code
from pwa.web.qr import draw_qr


@dataclass(frozen=True, slots=True)
class Box:
    """What can be ticked at a step on paper.

    Attributes:
        is_own: the patient does it: "Does it work?" with three boxes; else there is one box.
        done, dutch_done: "done, 30 November"; empty until the practice said so.
    """

    is_own: bool
    done: str
    dutch_done: str


@dataclass(frozen=True, slots=True)
class WayBack:
    """The key that opens the list again.

    Attributes:
        code: as people type it; empty if the patient came back by the link.
        link: empty if the patient came back by the code.
        qr: of the link.
    """

    code: str
    link: str
    qr: Markup


def way_back(language: str, *, code: str | None, link_secret: str | None) -> WayBack | None:
    """Give the key that the patient came back with, for paper; None if the pass has none."""
    if code is None and link_secret is None:
        return None
    link = patient_link(language, link_secret) if link_secret else ""
    # Translators: name of a picture
    qr = draw_qr(link, title=gettext("QR code of your link")) if link else Markup()
    return WayBack(format_code(code) if code else "", link, qr)


def make_box(step: Step, language: str) -> Box:
    """Give what can be ticked at a step."""
    dutch = PRACTICE_LANGUAGE.code
    with force_locale(dutch):
        dutch_done = "" if language == dutch else write_done(step.done_on, dutch)
    return Box(
        is_own=step.who.performer is Performer.PATIENT and step.done_on is None,
        done=write_done(step.done_on, language),
        dutch_done=dutch_done,
    )
