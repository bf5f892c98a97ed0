"""The worker caches only pages that are the same for everybody, not too many, and not too early."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, Route, expect

from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from tests.people.colleagues import open_other_practice
from tests.people.patient import Patient
from tests.people.stories import STORY_A, DemoLogin
from tests.phones.line import KEPT, KEPT_TEXTS, paths_kept, practice_paths, wait_until_kept
from tests.phones.waits import wait_for

KEEP = """
(urls) => navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ type: "keep", urls }))
"""
SAVES_DATA = """
Object.defineProperty(navigator, "connection", { value: { saveData: true } });
"""
FOR_EVERYBODY = re.compile(
    r"/static/[0-9a-f]{12}/(?:js|img|vendor)/[\w./-]+"
    rf"|/(?:{'|'.join(LANGUAGES)})/(?:(?:check|p|help)/[\w-]+(?:/list)?|away|offline|own)"
)


@pytest.fixture
def patient(phone: Page, practice: Practice) -> Patient:
    return Patient(phone, practice.slug)


def kept(page: Page) -> list[str]:
    return [entry["path"] for entry in page.evaluate(KEPT)]


def test_nothing_personal_and_nothing_of_the_practices_side_is_kept(
    phone: Page, patient: Patient, demo: DemoLogin
) -> None:
    answers = {**STORY_A, "reason": "hoofdpijn-MARKER", "own_words": "MARKER"}
    patient.opens_check()
    wait_until_kept(phone, *practice_paths(patient.slug, *LANGUAGES))

    patient.answers(answers, until="pain").takes_up(answers, until="practical").answers(
        answers
    ).shares()
    code = phone.locator("[data-code]").inner_text()
    link = phone.locator("[data-link]").get_attribute("href") or ""
    for path in ("/nl/mine", "/nl/open", "/nl/change", "/nl/done", "/practice/login"):
        phone.goto(path)
    phone.goto(f"/nl/p/{patient.slug}")
    phone.evaluate(
        KEEP, ["/nl/mine", "/practice/login", "/nl/kept/../mine", "https://x.example/nl/kept"]
    )
    phone.wait_for_timeout(500)

    assert [path for path in kept(phone) if not FOR_EVERYBODY.fullmatch(path)] == []
    texts = "\n".join(phone.evaluate(KEPT_TEXTS))
    for secret in ("MARKER", code, link.partition("#")[2], "set-cookie"):
        assert secret
        assert secret not in texts


def test_only_the_last_practices_are_kept(app: Flask, phone: Page, patient: Patient) -> None:
    others = ("elders", "de-wilg", "de-es")
    for slug in others:
        open_other_practice(app, slug)
    for slug in (patient.slug, *others):
        phone.goto(f"/nl/help/{slug}")
        wait_until_kept(phone, *practice_paths(slug, *LANGUAGES))
    wait_for(phone, lambda: f"/nl/check/{patient.slug}" not in paths_kept(phone))

    assert {path for path in paths_kept(phone) if "/check/" in path and path.startswith("/nl")} == {
        f"/nl/check/{slug}" for slug in others
    }
    assert len(kept(phone)) < 250


def test_a_practice_that_is_gone_is_dropped(phone: Page, patient: Patient) -> None:
    patient.opens_check()
    wait_until_kept(phone, *practice_paths(patient.slug, *LANGUAGES))
    phone.evaluate(
        """async (slug) => {
          const name = (await caches.keys()).find((one) => one.includes("documents"));
          const cache = await caches.open(name);
          const gone = await cache.match(`/nl/check/${slug}`);
          for (const path of ["/nl/check/was-here", "/nl/p/was-here"]) await cache.put(path, gone.clone());
          for (const path of ["/nl/p/was-here"]) await cache.put(path, new Response("", {
            headers: { "Gesprek-Kept-At": "0" },
          }));
        }""",
        patient.slug,
    )

    phone.evaluate(KEEP, ["/nl/kept/was-here"])
    wait_for(phone, lambda: "/nl/check/was-here" not in paths_kept(phone))

    assert not [path for path in paths_kept(phone) if "was-here" in path]
    assert f"/nl/check/{patient.slug}" in paths_kept(phone)


def test_a_phone_that_saves_data_keeps_its_own_language(phone: Page, patient: Patient) -> None:
    phone.add_init_script(SAVES_DATA)
    patient.opens_check()
    wait_until_kept(phone, *practice_paths(patient.slug, "nl"))

    phone.wait_for_timeout(1000)

    kept_here = {*practice_paths(patient.slug, "nl"), f"/nl/help/{patient.slug}/list"}
    assert paths_kept(phone) == kept_here


def test_nothing_is_kept_before_the_first_question_can_be_answered(
    phone: Page, patient: Patient
) -> None:
    asked: list[str] = []
    held: list[Route] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    phone.context.on("request", note)
    phone.route("**/js/check/selfcheck.js", lambda route: held.append(route))
    phone.goto(f"/nl/check/{patient.slug}", wait_until="commit")
    phone.wait_for_timeout(1500)
    early = [url for url in asked if re.search(r"keep\.js|sw\.js|/kept", url)]
    held[0].continue_()

    expect(phone.locator("form.one")).to_be_visible()
    wait_until_kept(phone, *practice_paths(patient.slug, "nl"))
    assert early == []


def test_the_start_page_keeps_the_whole_practice_too(phone: Page, patient: Patient) -> None:
    phone.goto(f"/tr/p/{patient.slug}")

    wait_until_kept(phone, *practice_paths(patient.slug, *LANGUAGES))


def test_what_is_kept_brings_its_policy_along(phone: Page, patient: Patient) -> None:
    patient.opens_check()
    wait_until_kept(phone, *practice_paths(patient.slug, *LANGUAGES))

    texts = [text for text in phone.evaluate(KEPT_TEXTS) if "<!doctype html>" in text]

    assert len(texts) == len(practice_paths(patient.slug, *LANGUAGES))
    for text in texts:
        assert "content-security-policy: default-src 'none'" in text
        assert "x-content-type-options: nosniff" in text
