"""What patients' browsers run and paint may use nothing that came after our baseline.

The names come from @mdn/browser-compat-data (`scripts.newer_features`); they are looked for as words,
so a name of our own that the web has since taken has to be allowed here as well.
"""

import json
import re
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from pwa.assets import CHECK_SHEETS, PATIENT_SHEETS
from scripts.newer_features import LIST

TEMPLATES = Path("pwa/templates")
SCRIPTS = Path("pwa/static/js")
WORKER = Path("pwa/static/sw")
STYLES = Path("pwa/static/css")
# Of the practice, whose own pages run in the browsers of its own computers.
PRACTICE_SIDE = re.compile(r'base_practice\.html"')
PRACTICE_FOLDERS = {"accesslog", "consult", "desk", "practice"}

# Newer, or not in every browser, and why it does no harm.
ALLOWED = {
    "BroadcastChannel": "used where it is there; another tab hears of it at its next look",
    "connection": "asked for with ?.",
    "locks": "used where it is there; the server knows a sending that comes twice",
    "randomUUID": "share.js makes one itself where it is missing",
    "requestIdleCallback": "a timer stands in",
    "saveData": "asked for with ?.",
    "share": "the button shows only where it is there",
    "sync": "asked for with ?.; the page sends as well",
    "color-scheme": "without it, bars and fields stay light",
    "contain-intrinsic-size": "faster where it is known",
    "content-visibility": "faster where it is known",
    "cursor": "for a mouse",
    "focus-visible": "its rules stand alone, and what they take away stays then",
    "hyphens": "long words break anyway",
    "outline": "only its corners are round later",
    "overflow-wrap:anywhere": "the body has break-word",
    "page": "for paper",
    "text-wrap": "lines of headings are less even without it",
}
# Behind a dot; of a class; of a function.
NAMES = re.compile(
    r"(?<!\.)(?<!dataset)\.(\w+)|(?<![\w.$\"'-])([A-Z]\w+)|(?<![\w.$\"'-])(\w+)(?=\()"
)
# Properties of our own; what the web calls so is a method.
OWN = {"address", "at", "check"}
SYNTAX = {
    "a static block": re.compile(r"\bstatic\s*\{"),
    "a private name with in": re.compile(r"#\w+ in "),
    "a look-behind": re.compile(r"\(\?<[=!]"),
    "the flag v": re.compile(r"(?<=[(=,:\s])/(?:\\.|\[[^\]\n]*\]|[^/\\\n\s])+/[a-z]*v[a-z]*\b"),
    "import attributes": re.compile(r"^import .* with \{|\bimport\([^)]*, \{", re.MULTILINE),
    "using": re.compile(r"^\s*(?:await )?using \w+ =", re.MULTILINE),
}
STYLE_SYNTAX = {
    "nesting": re.compile(r"&"),
    "a newer unit": re.compile(r"\d(?:[dsl]v[hwib]|[dsl]v(?:min|max)|cq\w+|lh|rlh|cap|ic)\b"),
    "a newer function": re.compile(
        r"\b(?:color-mix|color|lab|lch|oklab|oklch|light-dark|anchor|linear|round|mod|rem|sin|cos|pow|sqrt|hypot|attr)\("
    ),
    "a range in a media query": re.compile(r"@(?:media|container)[^{]*[<>]"),
}
MARKUP = {
    "a newer element": re.compile(r"<(?:dialog|search|selectedcontent|geolocation)\b"),
    "a newer attribute": re.compile(
        r"\s(?:inert|popover|popovertarget|command|commandfor|closedby)\b(?==|>|\s)(?![^<]*</)|until-found"
    ),
}

Rules = dict[str, re.Pattern[str]]


def find_newer() -> Iterator[str]:
    """Go through all that a patient's browser is given."""
    newer = json.loads(LIST.read_text("utf-8"))
    scripts = {path: without_comments(path) for path in sorted(patient_scripts())}
    own = set().union(*map(own_names, scripts.values()))
    for path, script in scripts.items():
        yield from _look(path, script, lambda text: in_script(text, newer, own))
    for path in sorted(STYLES / f"{name}.css" for name in {*CHECK_SHEETS, *PATIENT_SHEETS}):
        yield from _look(path, without_comments(path), lambda text: in_style(text, newer))
    for path in sorted(patient_templates()):
        yield from _look(path, path.read_text("utf-8"), lambda text: _matches(text, MARKUP))


def patient_templates() -> Iterator[Path]:
    """Give the templates that the patient's pages are made of."""
    for path in TEMPLATES.rglob("*.html"):
        if PRACTICE_FOLDERS.isdisjoint(path.relative_to(TEMPLATES).parts[:-1]):
            text = path.read_text("utf-8")
            if not PRACTICE_SIDE.search(text) and path.name != "base_practice.html":
                yield path


def patient_scripts() -> set[Path]:
    """Give the modules that the patient's pages name, all that these import, and the worker."""
    named = r"js/([\w-]+)\.js"
    entries = {name for path in patient_templates() for name in re.findall(named, path.read_text())}
    # The self-check names most of its modules in a list.
    lists = [re.findall(r'"(\w+)"', path.read_text("utf-8")) for path in patient_templates()]
    entries |= {name for names in lists for name in names if (SCRIPTS / f"{name}.js").is_file()}
    found = {*WORKER.glob("*.js")}
    waiting = [SCRIPTS / f"{name}.js" for name in {*entries, "guard"}]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        text = path.read_text("utf-8")
        imported = re.findall(r'(?:from |import |import\()"(\./[\w-]+\.js)"', text)
        waiting += [SCRIPTS / Path(name).name for name in imported]
    return found


def without_comments(path: Path) -> str:
    """Read a script or a style; comments are gone, lines stay where they are."""
    text = re.sub(
        r"/\*.*?\*/",
        lambda found: "\n" * found[0].count("\n"),
        path.read_text("utf-8"),
        flags=re.DOTALL,
    )
    return re.sub(r"(?<![:\"'])//.*", "", text) if path.suffix == ".js" else text


def own_names(text: str) -> set[str]:
    """Give what a script calls something itself."""
    made = re.finditer(
        r"\b(?:function|const|let) (\w+)|^  (?:static |async )?(\w+)\(.*\) \{$", text, re.MULTILINE
    )
    return {found[1] or found[2] for found in made}


def in_script(
    text: str, newer: dict[str, list[str]], own: Collection[str] = ()
) -> Iterator[tuple[int, str]]:
    """Find what is newer in a script: names behind a dot, names of things, syntax.

    Args:
        own: names that our scripts have given themselves.
    """
    names = set(newer["names"]) - ALLOWED.keys()
    for found in NAMES.finditer(text):
        name = found[1] or found[2] or found[3]
        is_own = name in own or (name in OWN and text[found.end()] != "(")
        if name in names and not is_own:
            yield found.start(), name
    for pair in newer["pairs"]:
        for found in re.finditer(rf"\b{re.escape(pair)}\b", text):
            yield found.start(), pair
    yield from _matches(text, SYNTAX)


def in_style(text: str, newer: dict[str, list[str]]) -> Iterator[tuple[int, str]]:
    """Find what is newer in a style: properties, values, selectors, at-rules, syntax."""
    properties, values = set(newer["properties"]), set(newer["values"])
    for found in re.finditer(r"(?<![\w-])([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])", text):
        said = {found[1], *(f"{found[1]}:{word}" for word in re.findall(r"[\w-]+", found[2]))}
        for name in said & (properties | values) - ALLOWED.keys():
            yield found.start(), name
    for sign, kind in (("::?", "selectors"), ("@", "at-rules")):
        for name in set(newer[kind]) - ALLOWED.keys():
            for found in re.finditer(rf"{sign}{name}\b(?!-)(?![^{{}};]*[;}}])", text):
                yield found.start(), name
    yield from _matches(text, STYLE_SYNTAX)


def _matches(text: str, rules: Rules) -> Iterator[tuple[int, str]]:
    for name, pattern in rules.items():
        yield from ((found.start(), name) for found in pattern.finditer(text))


def _look(path: Path, text: str, find: Callable[[str], Iterator[tuple[int, str]]]) -> Iterator[str]:
    for place, name in find(text):
        line = text.count("\n", 0, place) + 1
        yield f"{path}:{line}: {name} is newer than the baseline (docs/architecture.md)"


if __name__ == "__main__":
    newer_things = list(find_newer())
    print("\n".join(newer_things))
    sys.exit(1 if newer_things else 0)
