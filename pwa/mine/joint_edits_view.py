"""The patient's view of a check filled in together: what was added or changed, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from pwa.conversation.joint_edits import Round, find_own, find_rounds
from pwa.conversation.versions import CheckVersion
from pwa.locales import known_language
from pwa.selfcheck.changes import Reader
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.map.shapes import LifeMap


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version with its map, shown beside the newest one."""

    version: CheckVersion
    view: LifeMap


@dataclass(frozen=True, slots=True)
class JointEditsView:
    """What was filled in together, and what the patient filled in alone.

    Attributes:
        rounds: since the check was first filled in together, the newest first.
        own: versions that the patient filled in alone; none when the check began together.
        together: the newest version filled in together, if the patient changed answers since;
            else None.
    """

    rounds: tuple[Round, ...]
    own: tuple[Earlier, ...]
    together: Earlier | None


def view_joint_edits(versions: Sequence[CheckVersion], language: str) -> JointEditsView | None:
    """Prepare what was filled in together for the patient's page; None when nothing was.

    Args:
        versions: of the check, the newest first.
        language: code of the page's language.
    """
    rounds = find_rounds(versions, Reader(gettext, language, is_practice=False))
    if not rounds:
        return None
    newest = next(item.version for item in rounds if item.version.is_together)
    return JointEditsView(
        rounds=rounds,
        own=tuple(_earlier(version, language) for version in find_own(rounds)),
        together=None if newest is versions[0] else _earlier(newest, language),
    )


def _earlier(version: CheckVersion, language: str) -> Earlier:
    is_rtl = known_language(language).is_rtl
    return Earlier(version, draw_map(version.check, translate=gettext, is_rtl=is_rtl))
