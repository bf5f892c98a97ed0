"""Names that papers, phones, sealed data or operators know must not change in the code.

The list of these names, `names/public_names.toml`, is edited by hand only: no program writes it.
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from pwa.app import create_app
from tests.rules.names.outside import find_names

LIST = Path(__file__).parent / "names" / "public_names.toml"
GONE = (
    "{kind}: {name!r} is in the list and not in the code. Papers, phones, sealed documents, backups or"
    " whoever runs an installation may use it: give it its name back. If it must change, read it under"
    " both names, for 60 days what is on phones and for ever what is sealed, derived or logged, and only"
    " then change {list}."
)
NEW = (
    "{kind}: {name!r} is in the code and not in the list. If something old was renamed, give it its name"
    " back. If it is new, add it to {list}: from now on it is called that for ever."
)


def compare(kept: Mapping[str, Collection[str]], found: Mapping[str, Collection[str]]) -> list[str]:
    """Give a sentence for each name that is in only one of two lists."""
    faults = []
    for kind in sorted({*kept, *found}):
        was, now = set(kept.get(kind, ())), set(found.get(kind, ()))
        for sentence, names in ((GONE, was - now), (NEW, now - was)):
            faults += [sentence.format(kind=kind, name=name, list=LIST) for name in sorted(names)]
    return faults


def test_every_name_outside_is_the_one_of_the_list(tmp_path: Path) -> None:
    app = create_app({"GESPREK_DEMO": "1", "GESPREK_METRICS_TOKEN": "x" * 20}, tmp_path)

    found = find_names(app)

    faults = compare(tomllib.loads(LIST.read_text(encoding="utf-8")), found)
    assert not faults, "\n" + "\n".join(faults)
    assert all(found.values())


def test_a_name_on_either_side_alone_is_told() -> None:
    told = compare({"cookies": ["a", "b"]}, {"cookies": ["b", "c"], "caches": ["d"]})

    assert [sentence.split(" is in ")[0] for sentence in told] == [
        "caches: 'd'",
        "cookies: 'a'",
        "cookies: 'c'",
    ]
