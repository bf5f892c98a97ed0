"""The check that keeps newer features away from patients' browsers finds them."""

import json

import pytest

from scripts.check_baseline import (
    find_newer,
    in_script,
    in_style,
    patient_scripts,
    patient_templates,
)
from scripts.newer_features import LIST

NEWER = json.loads(LIST.read_text("utf-8"))


def test_nothing_that_patients_get_is_newer_than_the_baseline() -> None:
    assert not list(find_newer())


@pytest.mark.parametrize(
    "script",
    [
        "const last = answers.at(-1);",
        "const last = answers.findLast(Boolean);",
        "Object.hasOwn(draft, key);",
        "const copy = structuredClone(draft);",
        "fetch(address, { signal: AbortSignal.timeout(9) });",
        "const { promise } = Promise.withResolvers();",
        "form.requestSubmit();",
        "class Box { static { prepare(); } }",
        "const isBox = #content in other;",
        "const found = /(?<=-)x/.exec(text);",
        "const found = text.match(/[\\p{L}--x]/v);",
        'import words from "./words.json" with { type: "json" };',
        "const locale = new Intl.DurationFormat();",
    ],
)
def test_a_newer_script_is_found(script: str) -> None:
    assert list(in_script(script, NEWER))


@pytest.mark.parametrize(
    "script",
    [
        "const copy = { ...draft, at: draft.at ?? 0 }; list.push(...bytes);",
        "wrong.id ||= 'x'; const last = answers[answers.length - 1]?.value;",
        "for (const part of form.querySelectorAll('[data-when]')) part.replaceChildren();",
        "form.dataset.show = words.format(new Date()); box.show(this);",
        "const module = await import('./keep.js');",
    ],
)
def test_what_the_baseline_knows_passes(script: str) -> None:
    assert not list(in_script(script, NEWER))


@pytest.mark.parametrize(
    "style",
    [
        ".card { & p { margin: 0; } }",
        "fieldset:has(:checked) { color: red; }",
        "main { min-block-size: 100dvh; }",
        "@layer base { p { margin: 0; } }",
        "@container (width > 20em) { p { margin: 0; } }",
        "@media (width < 20em) { p { margin: 0; } }",
        "p { color: color-mix(in srgb, red, blue); }",
        "p { overflow: clip; }",
        "p { accent-color: red; }",
        "ul { display: grid; grid-template-columns: subgrid; }",
    ],
)
def test_a_newer_style_is_found(style: str) -> None:
    assert list(in_style(style, NEWER))


@pytest.mark.parametrize(
    "style",
    [
        "a:is(:hover, :focus) { inset: 0; gap: 8px; aspect-ratio: 1; }",
        "@media (max-width: 15em) { .disc { inline-size: clamp(72px, 100vh - 568px, 148px); } }",
        "[data-state='open'] { scroll-margin: 4px; }",
    ],
)
def test_what_the_baseline_paints_passes(style: str) -> None:
    assert not list(in_style(style, NEWER))


def test_the_patients_scripts_are_found_by_what_the_pages_name() -> None:
    scripts = {path.name for path in patient_scripts()}

    assert {"guard.js", "selfcheck.js", "priority.js", "open.js", "codes.js"} <= scripts
    assert not {"together.js", "passkey.js", "news.js"} & scripts
    assert "check.html" in {path.name for path in patient_templates()}
