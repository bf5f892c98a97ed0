"""A practice whose every address is asked, and what one answer adds to the access log."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.inputs.handovers import PutHandover
from tests.people.stories import find_token

READ = "conversation:read"


@dataclass(frozen=True)
class World:
    """A practice with two lists that were shared and confirmed; the first one has a plan and a sheet."""

    gp: FlaskClient
    patient: FlaskClient
    conversation: UUID
    other: UUID
    invitation: UUID
    link: str
    meeting: UUID
    sheet: UUID
    handover: PutHandover

    def get(self, path: str) -> TestResponse:
        return self.gp.get(self._fill_in(path), buffered=True)

    def post(self, path: str, **fields: str | list[str]) -> TestResponse:
        token = find_token(self.gp.get("/practice/").text)
        return self.gp.post(self._fill_in(path), data={"csrf_token": token, **fields})

    def _fill_in(self, path: str) -> str:
        ids = {
            "LIST": self.conversation,
            "INVITATION": self.invitation,
            "MEETING": self.meeting,
            "SHEET": self.sheet,
            "HANDOVER": self.handover.id,
        }
        for name, found in ids.items():
            path = path.replace(name, str(found))
        return path


@dataclass(frozen=True)
class Answer:
    """One outcome of a request to a route.

    Attributes:
        name: of the outcome, for messages of the tests.
        ask: sends the request.
        status: expected HTTP status.
        lines: actions that this request adds to the access log, in their order.
        shows: the answer renders a template with contents, so rendering can be made to fail.
    """

    name: str
    ask: Callable[[World], TestResponse]
    status: int
    lines: tuple[str, ...]
    shows: bool = True
