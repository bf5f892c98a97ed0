"""What was filled in together, as the patient sees it: what was added or changed, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from pwa.conversation.versions import CheckVersion, own_before_together
from pwa.locales import LANGUAGES
from pwa.practice.role_names import ROLE_NAMES
from pwa.selfcheck.changes import Change, Reader, find_changes
from pwa.selfcheck.life_map import LifeMap
from pwa.selfcheck.map_layout import draw_map


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that stays to be seen beside the newest one."""

    version: CheckVersion
    view: LifeMap


@dataclass(frozen=True, slots=True)
class Agreed:
    """The newest version that was filled in together.

    Attributes:
        role: of who filled it in with the patient, as a source text.
        is_newest: the patient has changed nothing since.
        changes: against what the patient had filled in alone.
        own: what the patient had filled in alone; None when it began together.
        together: this version, when it is not the newest.
    """

    version: CheckVersion
    name: str
    role: str
    is_newest: bool
    changes: tuple[Change, ...]
    own: Earlier | None
    together: Earlier | None


def find_agreed(versions: Sequence[CheckVersion], language: str) -> Agreed | None:
    """Find what was filled in together; None when nothing was.

    Args:
        versions: the newest first.
        language: of the page.
    """
    found = next((item for item in versions if item.author), None)
    if found is None or found.author is None:
        return None
    own = own_before_together(versions)
    is_newest = found is versions[0]
    reader = Reader(gettext, is_practice=False)
    return Agreed(
        version=found,
        name=found.author.name,
        role=ROLE_NAMES[found.author.role],
        is_newest=is_newest,
        changes=find_changes(own.check, found.check, reader) if own else (),
        own=_earlier(own, language) if own else None,
        together=None if is_newest else _earlier(found, language),
    )


def _earlier(version: CheckVersion, language: str) -> Earlier:
    is_rtl = LANGUAGES[language].is_rtl
    return Earlier(version, draw_map(version.check, translate=gettext, is_rtl=is_rtl))
