"""Run axe on a page in its present state, and find pages wider than their screen."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# The contrast rules take half of axe's time. All languages share one style sheet, so one language
# is enough for them; and dark mode changes only colours, so only these rules run there.
_COLOURS = ["color-contrast", "link-in-text-block"]
EVERYTHING: dict[str, object] = {}
BUT_COLOURS: dict[str, object] = {"rules": {rule: {"enabled": False} for rule in _COLOURS}}
ONLY_COLOURS: dict[str, object] = {"runOnly": _COLOURS}

_RUN = """
async (rules) => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...rules });
  return violations.map(({ id, nodes }) => [id, nodes[0].html]);
}
"""


def find_violations(page: Page, rules: dict[str, object] = EVERYTHING) -> list[list[str]]:
    """List the accessibility faults that axe finds: `[rule, HTML of its first element]`."""
    if page.evaluate("typeof axe") == "undefined":  # each new page needs the script again
        page.evaluate(f"{AXE_SCRIPT};0")
    found: list[list[str]] = page.evaluate(_RUN, rules)
    return found


def rules_for(scheme: str) -> dict[str, object]:
    """Return axe's rules for a scheme; dark needs only the colours, as light covers the rest."""
    return ONLY_COLOURS if scheme == "dark" else EVERYTHING


class Checker:
    """Checks a page in one state after the other."""

    def __init__(self, page: Page, rules: dict[str, object] = EVERYTHING) -> None:
        self.page = page
        self.rules = rules

    def __call__(self, state: str) -> None:
        assert find_violations(self.page, self.rules) == [], state
        width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], state

    def visit(self, path: str) -> None:
        self.page.goto(path)
        self(path)
