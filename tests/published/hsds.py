"""Where the published files of HSDS 3.0 lie: beside the repository, because their licence is another.

`GESPREK_HSDS` names the folder; else it is looked for as shared/data/hsds-3.0 above the repository.
Source: https://github.com/openreferral/specification, branch 3.0, CC BY-SA 4.0
"""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_BESIDE = Path("shared/data/hsds-3.0")


def find_published() -> Path | None:
    """Find the folder with `schema/` and `examples/`; None where nobody has put it."""
    named = os.environ.get("GESPREK_HSDS")
    places = [Path(named)] if named else [above / _BESIDE for above in _ROOT.parents]
    return next((place for place in places if (place / "schema").is_dir()), None)
