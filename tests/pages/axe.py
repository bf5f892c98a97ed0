"""Run axe on a page in its present state, and find pages wider than their screen."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

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
    """Checks a page in one state after the other.

    Attributes:
        also: schemes and sizes in which each state is checked once more. The page is there already,
            which costs far less than to bring another browser into the same state.
    """

    def __init__(
        self,
        page: Page,
        rules: dict[str, object] = EVERYTHING,
        *,
        also: Sequence[tuple[str, ViewportSize]] = (),
    ) -> None:
        self.page = page
        self.rules = rules
        self.also = also

    def __call__(self, state: str) -> None:
        self._check(self.rules, state)
        size = self.page.viewport_size
        for scheme, other in self.also:
            self._look(scheme, other)
            self._check(rules_for(scheme), f"{state}, {scheme}, {other['width']}")
        if self.also and size:
            self._look("light", size)

    def _check(self, rules: dict[str, object], state: str) -> None:
        assert find_violations(self.page, rules) == [], state
        width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], state

    def _look(self, scheme: str, size: ViewportSize) -> None:
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        self.page.set_viewport_size(size)

    def visit(self, path: str) -> None:
        self.page.goto(path)
        self(path)
