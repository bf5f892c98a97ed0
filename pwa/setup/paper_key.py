"""A recovery key on its way to paper: printed and typed back before anything opens with it.

Until then nothing changes in the database. The key is in an encrypted cookie that only this server
can read: when somebody stops half-way, the practice's recovery key is the one that it was before.
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

# Time enough to fetch the paper from a printer in another room.
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
    """A recovery key that opens nothing yet.

    Attributes:
        owner: for whom the key is: a link of an operator, or somebody's session.
        practice_name: to print on the paper.
        is_typed: whether somebody typed the key back from the paper.
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
    """Write a paper key for a cookie; only this server can read it."""
    content = {
        "owner": paper_key.owner,
        "practice": paper_key.practice_name,
        "key": paper_key.key,
        "until": paper_key.until.isoformat(),
        "typed": paper_key.is_typed,
    }
    return seal_cookie(content, _LABEL, master)


def open_paper_key(cookie: str, master: MasterKeys, *, now: datetime) -> PaperKey | None:
    """Read the cookie of a paper key; None when it is not ours or has expired."""
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
        owner: the owner that the key must have; None to print it, for which the cookie is enough.
    """
    cookie = http.get_cookie(_COOKIE)
    found = open_paper_key(cookie, master_keys(), now=http.now()) if cookie else None
    return found if found and owner in (None, found.owner) else None


def keep_paper_key(response: Response, paper_key: PaperKey) -> Response:
    """Set the cookie with a paper key."""
    http.set_cookie(response, _COOKIE, seal_paper_key(paper_key, master_keys()), lifetime=LIFETIME)
    return response


def drop_paper_key(response: Response) -> Response:
    """Delete the cookie with the paper key, which is in use from now on."""
    http.delete_cookie(response, _COOKIE)
    return response
