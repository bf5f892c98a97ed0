"""Which HTML scripts/check_templates.py reports as too new for patients' phones, and which not."""

import pytest

from scripts.check_templates import find_newer

TOO_NEW = [
    '<button popovertarget="x">Open</button>',
    '<button type="button" commandfor="x" command="show-modal">Open</button>',
    "<div inert>text</div>",
    '<div class="card" inert\n  data-x>text</div>',
    '<p popover id="x">',
    '<p title="{{ _("a > b") }}"{{ " x" if n > 1 }} popover>',
    '<p hidden="until-found">text</p>',
    "<dialog open>text</dialog>",
]
KNOWN = [
    "<p>inert</p>",
    "<p>a command = an order</p>",
    '<div data-inert class="inert">text</div>',
    "{% if popover %}<b>text</b>{% endif %}",
    '<p data-text="{{ _("Give a command now.") }}" title="the inert one">',
    "<dialogue>",
]


@pytest.mark.parametrize("markup", TOO_NEW)
def test_markup_that_came_after_the_baseline_is_found(markup: str) -> None:
    assert list(find_newer(markup)) != []


@pytest.mark.parametrize("markup", KNOWN)
def test_what_every_browser_knows_passes(markup: str) -> None:
    assert list(find_newer(markup)) == []
