"""The daily command that erases everything whose retention time is over."""

import click
from flask.cli import with_appcontext

from pwa import retention
from pwa.commands.last_runs import notes_its_run
from pwa.store.database import overwrite_erased
from pwa.vault.work import begin_work
from pwa.web import watch


@click.command()
@click.option("--force", is_flag=True, help="Erase also when the clock or the amount looks wrong.")
@with_appcontext
@notes_its_run
def purge(*, force: bool) -> None:
    """Erase what nobody may keep any longer. Run it once a day, by a timer."""
    work = begin_work()
    try:
        if not force:
            retention.refuse_when_doubtful(work)
    except retention.Doubtful as doubt:
        watch.alarm("purge-refused")
        raise click.ClickException(f"Nothing was erased. {doubt}") from None
    counts = retention.purge(work)
    overwrite_erased()
    watch.report("purged", **counts)
    click.echo("Erased: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
