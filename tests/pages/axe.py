"""axe on a page in its present state, and what axe does not see: a page that is wider than its screen."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Half of what axe costs is to look behind each text for its colour. The colours are those of the style
# sheet in every language, and in the dark nothing but them is another one.
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
    """List what is wrong for people who use a page in another way: `[rule, its first element]`."""
    if page.evaluate("typeof axe") == "undefined":  # the page's own, and gone with it
        page.evaluate(f"{AXE_SCRIPT};0")
    found: list[list[str]] = page.evaluate(_RUN, rules)
    return found


def rules_for(scheme: str) -> dict[str, object]:
    """Say what to look at where the same states are looked at in the light as well."""
    return ONLY_COLOURS if scheme == "dark" else EVERYTHING


class Checker:
    """Looks at a page in one state after the other."""

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
