"""Somebody in the recording room, by its pages."""

import io
import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pwa.voice.core import Sentence
from pwa.voice.sentences import sentences
from tests.inputs.recordings import a_recording
from tests.pages.checked import HtmlPage, open_page
from tests.people.stories import find_token

ROOM = "/practice/recordings"


class Recorder:
    """A member or a guest who records or listens, in one language."""

    def __init__(self, client: FlaskClient, language: str = "nl") -> None:
        self.client, self.language = client, language
        self.room = f"{ROOM}/{language}"

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences(self.language)

    def address(self, sentence: Sentence) -> str:
        return f"{self.room}/{sentence.id}"

    def sees(self, sentence: Sentence) -> HtmlPage:
        return open_page(self.client, self.address(sentence))

    def sends(self, to: str, page: str = "", **fields: object) -> TestResponse:
        """Send a form; the token is that of the page, or of the room's."""
        token = find_token(self.client.get(page or self.room).text)
        return self.client.post(to, data={"csrf_token": token, **fields})

    def has_a_speaker(self, name: str = "Samira", *, shares: bool = True) -> None:
        fields = {"name": name, "use": "1", **({"share": "1"} if shares else {})}
        assert self.sends(f"{self.room}/speaker", **fields).status_code == 303

    def records(
        self, sentence: Sentence, sound: bytes | None = None, name: str = "opname.webm"
    ) -> TestResponse:
        page = self.sees(sentence)
        speaker = page.find("select[@name='speaker']/option").get("value", "")
        file = io.BytesIO(a_recording() if sound is None else sound), name
        return self.sends(self.address(sentence), speaker=speaker, sound=file)

    def says(self, sentence: Sentence, word: str) -> TestResponse:
        """Press one of the two buttons under a recording that waits."""
        found = self.sees(sentence).response.text
        waiting = re.findall(r'name="recording" value="([\w-]+)"', found)
        fields = {"say": word, "recording": waiting[0] if waiting else ""}
        return self.sends(f"{self.address(sentence)}/check", **fields)
