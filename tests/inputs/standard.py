"""The published data of Open Referral HSDS 3.0, which is of others and no part of this project.

Tests against it run where it lies: in a folder `data/hsds-3.0` or `shared/data/hsds-3.0` beside the
project or further up, or in the one that HSDS_DATA names.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PLACES: Final = ("data/hsds-3.0", "shared/data/hsds-3.0")


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("HSDS_DATA"):
        yield Path(named)
    for folder in Path(__file__).resolve().parents:
        yield from (folder / place for place in _PLACES)


# None where it does not lie.
STANDARD: Final = next((path for path in _candidates() if (path / "examples").is_dir()), None)
