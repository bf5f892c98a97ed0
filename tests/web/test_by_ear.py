"""The words of the by-ear mode, and where its ear is offered."""

import re

import pytest
import tinyhtml5
from flask import Flask
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from pwa.voice.core import Part, spoken_pieces
from pwa.voice.sentences import sentences
from tests.inputs.voices import put_clip
from tests.pages.sentences import find_untranslated

pytestmark = pytest.mark.on_one_database

EAR = re.compile(r'<button type="button" data-ear="(\w+)"( data-sound)?')


def test_the_mode_has_its_words_in_every_language_and_a_voice_for_what_it_says(
    client: FlaskClient,
) -> None:
    for language in LANGUAGES:
        page = client.get(f"/{language}/by-ear").text
        words = re.search(r"<template data-ear-words>(.*?)</template>", page, re.DOTALL)
        assert words
        tree = tinyhtml5.parse(
            f'<main lang="{language}">{words[1]}</main>', namespace_html_elements=False
        )

        assert list(find_untranslated(tree.find(".//main"), language)) == []
        lines = [line.text for line in tree.findall(".//li")]
        said = {piece for line in lines for piece in spoken_pieces(line)}
        kept = {each.text for each in sentences(language) if each.part is Part.CHECK}
        assert len(lines) == 9
        assert said <= kept


def test_an_ear_says_whether_the_server_has_a_voice(client: FlaskClient, app: Flask) -> None:
    put_clip(app, language="tr")

    ears = dict(EAR.findall(client.get("/tr/check/de-dreef").text))
    others = dict(EAR.findall(client.get("/nl/check/de-dreef").text))

    assert ears == {"tr": " data-sound"}
    assert others == {"nl": ""}
