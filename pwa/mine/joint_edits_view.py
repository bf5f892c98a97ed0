"""What was filled in together, as the patient sees it: what was added or changed, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from pwa.conversation.joint_edits import Round, find_own, find_rounds
from pwa.conversation.versions import CheckVersion
from pwa.locales import LANGUAGES
from pwa.selfcheck.changes import Reader
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.map.shapes import LifeMap


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that stays to be seen beside the newest one."""

    version: CheckVersion
    view: LifeMap


@dataclass(frozen=True, slots=True)
class JointEditsView:
    """What was filled in together, and what the patient said alone.

    Attributes:
        rounds: each time since the first one together, the newest first.
        own: what the patient had filled in alone; none when it began together.
        together: the newest one together, when the patient has changed something since.
    """

    rounds: tuple[Round, ...]
    own: tuple[Earlier, ...]
    together: Earlier | None


def view_joint_edits(versions: Sequence[CheckVersion], language: str) -> JointEditsView | None:
    """Find what was filled in together; None when nothing was.

    Args:
        versions: the newest first.
        language: of the page.
    """
    rounds = find_rounds(versions, Reader(gettext, is_practice=False))
    if not rounds:
        return None
    newest = next(item.version for item in rounds if item.version.is_together)
    return JointEditsView(
        rounds=rounds,
        own=tuple(_earlier(version, language) for version in find_own(rounds)),
        together=None if newest is versions[0] else _earlier(newest, language),
    )


def _earlier(version: CheckVersion, language: str) -> Earlier:
    is_rtl = LANGUAGES[language].is_rtl
    return Earlier(version, draw_map(version.check, translate=gettext, is_rtl=is_rtl))
