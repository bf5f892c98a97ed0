"""The help in the neighbourhood of the example practice: made-up addresses and numbers."""

from sqlalchemy import select

from pwa.directory.keeping.service import new_row
from pwa.directory.models import KeptService, Source
from pwa.directory.packaged import EXAMPLE, load_services
from pwa.practice.models import Practice
from pwa.vault.work import Work


def add_example_help(work: Work, practice: Practice) -> None:
    """Put the example services into the directory of the example practice, unless it has any."""
    kept = select(KeptService.id).where(KeptService.practice_id == practice.id)
    if work.db.scalar(kept.limit(1)) is not None:
        return
    for service in load_services(EXAMPLE):
        new_row(work, practice, service, Source.OWN)
