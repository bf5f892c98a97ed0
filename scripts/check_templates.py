"""Every template must parse, and must hold no inline style, script or event attribute.

A patient's page holds no markup that came after the baseline of browsers (package.json).
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError, select_autoescape

FOLDER = Path("pwa/templates")
# A <style> or <script> with nothing but an expression in it is hashed for the
# Content-Security-Policy.
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "the filter safe": re.compile(r"\|\s*safe\b"),
    "an address of a third party": re.compile(
        r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//(?!{)", re.IGNORECASE
    ),
}

# The practice's templates, for browsers of its own computers: the baseline is that of patients.
PRACTICE_FOLDERS = {"accesslog", "consult", "desk", "practice"}
NEWER = {
    "an element that is newer than the baseline": re.compile(
        r"<(?:dialog|search|selectedcontent|geolocation)\b"
    ),
    "a value that is newer than the baseline": re.compile(r"until-found"),
}
NEWER_ATTRIBUTES = re.compile(
    r"<[a-z][^<>]*\s(?:inert|popover|popovertarget|command|commandfor|closedby)(?=[\s=>])"
)


# Jinja expressions may contain quotes and ">", and values any word, so both are blanked before the
# search for names of attributes.
_EXPRESSION = re.compile(r"\{([{%#]).*?[}%#]\}", re.DOTALL)
_VALUE = re.compile(r'(?<==)"[^"<>]*"')


def find_newer(source: str) -> Iterator[tuple[str, int]]:
    """Find markup that came after the baseline, in a template or a part of one.

    Returns:
        What it is, and where in the source it begins.
    """
    for name, pattern in NEWER.items():
        yield from ((name, match.start()) for match in pattern.finditer(source))
    bare = _VALUE.sub(_blank, _EXPRESSION.sub(_blank, source))
    for match in NEWER_ATTRIBUTES.finditer(bare):
        yield "an attribute that is newer than the baseline", match.start()


def _blank(found: re.Match[str]) -> str:
    """Replace every character but line breaks by `_`, so that positions stay the same."""
    return re.sub(r"[^\n]", "_", found[0])


def find_faults() -> Iterator[str]:
    """Parse every template and look for what the pages must not hold."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    for path in sorted(FOLDER.rglob("*.*")):
        source = path.read_text(encoding="utf-8")
        try:
            environment.parse(source, filename=str(path))
        except TemplateSyntaxError as error:
            yield f"{path}:{error.lineno}: {error.message}"
        is_practice = not PRACTICE_FOLDERS.isdisjoint(path.relative_to(FOLDER).parts[:-1])
        found = [
            (name, match.start())
            for name, pattern in FORBIDDEN.items()
            for match in pattern.finditer(source)
        ]
        for name, place in [*found, *(() if is_practice else find_newer(source))]:
            yield f"{path}:{source.count(chr(10), 0, place) + 1}: {name}"


if __name__ == "__main__":
    faults = list(find_faults())
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
