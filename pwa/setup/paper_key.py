"""A recovery key on its way to paper: printed and typed back before anything opens with it.

Until then nothing changes in the database. The key is in a cookie that only this server can read: a
browser that is closed half-way leaves nothing behind, and the next try makes another key.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from flask import Response

from pwa.errors import PersonalError
from pwa.text import N_
from pwa.vault.crypto import MasterKeys
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.codes import CodeError, new_recovery_key, parse_recovery_key
from pwa.vault.sealed_cookie import open_cookie, seal_cookie
from pwa.web import http

# The printer may be in another room, and the safe in another building.
LIFETIME = timedelta(hours=2)
_COOKIE = "gesprek_paper"
_LABEL = "recovery key on its way to paper"

# Translators: a code without a typing mistake, but another one
OTHER_KEY = N_("This is another key. Type the key from the paper that you have just printed.")
TYPING_MISTAKE = N_(
    "There is a typing mistake in the key. Compare it with the paper, group by group."
)


@dataclass(frozen=True, slots=True)
class PaperKey:
    """A recovery key that nothing opens with yet.

    Attributes:
        owner: for whom it is: a link of an operator, or somebody's session.
        practice_name: for the paper.
        is_typed: somebody typed it back from the paper.
    """

    owner: str
    practice_name: str
    key: str = field(repr=False)
    until: datetime
    is_typed: bool = False

    def check(self, typed: str) -> "PaperKey":
        """Compare what somebody typed from the paper.

        Raises:
            PersonalError: a typing mistake, or another key.
        """
        try:
            read = parse_recovery_key(typed)
        except CodeError:
            raise PersonalError(TYPING_MISTAKE) from None
        if not compare_digest(read, self.key):
            raise PersonalError(OTHER_KEY)
        return replace(self, is_typed=True)


def new_paper_key(owner: str, practice_name: str, *, now: datetime) -> PaperKey:
    """Make a recovery key to print."""
    return PaperKey(owner, practice_name, new_recovery_key(), now + LIFETIME)


def seal_paper_key(paper_key: PaperKey, master: MasterKeys) -> str:
    """Write it for a cookie; only this server can read it."""
    content = {
        "owner": paper_key.owner,
        "practice": paper_key.practice_name,
        "key": paper_key.key,
        "until": paper_key.until.isoformat(),
        "typed": paper_key.is_typed,
    }
    return seal_cookie(content, _LABEL, master)


def open_paper_key(cookie: str, master: MasterKeys, *, now: datetime) -> PaperKey | None:
    """Read it; None when it is not ours or its time is over."""
    content = open_cookie(cookie, _LABEL, master)
    if content is None:
        return None
    until = datetime.fromisoformat(content["until"]).astimezone(UTC)
    if until <= now:
        return None
    return PaperKey(
        content["owner"], content["practice"], content["key"], until, is_typed=content["typed"]
    )


def current_paper_key(owner: str | None = None) -> PaperKey | None:
    """Read the key that this browser is printing.

    Args:
        owner: whose it has to be; None for the paper itself, which whoever has the cookie may print.
    """
    cookie = http.get_cookie(_COOKIE)
    found = open_paper_key(cookie, master_keys(), now=http.now()) if cookie else None
    return found if found and owner in (None, found.owner) else None


def keep_paper_key(response: Response, paper_key: PaperKey) -> Response:
    """Let the browser go on with it."""
    http.set_cookie(response, _COOKIE, seal_paper_key(paper_key, master_keys()), lifetime=LIFETIME)
    return response


def drop_paper_key(response: Response) -> Response:
    """Take it away: it is in use, and on paper only."""
    http.delete_cookie(response, _COOKIE)
    return response
