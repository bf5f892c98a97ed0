"""Put the application together."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from flask import Flask, request, url_for
from flask_babel import force_locale, get_locale, gettext

from pwa import config
from pwa.accesslog import routes as accesslog
from pwa.account import routes as account
from pwa.account.factors import routes as factors
from pwa.account.login import routes as login
from pwa.account.login.newcomer import routes as newcomer
from pwa.appointments import routes as appointments
from pwa.backup import starting
from pwa.commands import demo, registry
from pwa.consult import routes as consult
from pwa.consult.together import routes as together
from pwa.desk import routes as desk
from pwa.desk.moving import routes as moving
from pwa.desk.paper_list import routes as paper_list
from pwa.desk.patients import routes as patients
from pwa.desk.uninvited import routes as uninvited
from pwa.directory import routes as directory
from pwa.directory.exchange.exporting import routes as help_export
from pwa.directory.exchange.files import routes as help_files
from pwa.directory.exchange.importing import routes as imports
from pwa.directory.exchange.sets import routes as help_sets
from pwa.directory.finding import phone
from pwa.directory.keeping import routes as keeping
from pwa.directory.keeping.editing import routes as help_editing
from pwa.evaluation import routes as evaluation
from pwa.evaluation.figures import routes as figures
from pwa.handover import keeping as handovers
from pwa.handover import routes as handover
from pwa.handover.mine import routes as my_handover
from pwa.handover.overview import routes as handover_overview
from pwa.handover.receiver import routes as receiver
from pwa.journal import watching
from pwa.locales import (
    LANGUAGES,
    TIME_ZONE,
    Language,
    day_pattern,
    direction_of,
    find_language,
    locale_of,
    written_in,
)
from pwa.meetings import routes as meetings
from pwa.meetings import taking_back
from pwa.meetings.sheets import routes as sheets
from pwa.mine import own_phone
from pwa.mine import routes as mine
from pwa.mine.download import routes as download
from pwa.papers import pdf
from pwa.papers import routes as papers
from pwa.planning import phrases
from pwa.planning import routes as plan
from pwa.practice import offered
from pwa.practice.changed import practice_changed
from pwa.progress import routes as progress
from pwa.progress.calendar import routes as calendar
from pwa.selfcheck import routes as selfcheck
from pwa.settings import routes as settings
from pwa.settings.checked import routes as checked
from pwa.setup import routes as setup
from pwa.sharing import routes as sharing
from pwa.site import errors, health, offline, offline_bundle
from pwa.site import routes as site
from pwa.site.under import noting
from pwa.site.under import routes as under
from pwa.site.under.service import in_both
from pwa.staff import cookies
from pwa.staff import routes as staff
from pwa.store import database
from pwa.team import routes as team
from pwa.team.joining import routes as joining
from pwa.text import lower_first
from pwa.then_and_now import routes as then_and_now
from pwa.typed.phones import dial
from pwa.vault.master import master_keys
from pwa.vault.stretching import COSTS, Costs
from pwa.voice import routes as voice
from pwa.voice.only_heard import is_whole
from pwa.voice.recordings import routes as recordings
from pwa.voice.recordings.exchange import routes as recording_exchange
from pwa.voice.recordings.guests import routes as recording_guests
from pwa.voice.view_models import has_sound
from pwa.web import assets, http, page_cache, watch
from pwa.web.extensions import babel, csrf, limiter

BLUEPRINTS = (
    site.bp,
    own_phone.bp,
    health.bp,
    selfcheck.bp,
    appointments.bp,
    sharing.bp,
    mine.bp,
    then_and_now.bp,
    plan.bp,
    progress.bp,
    calendar.bp,
    directory.bp,
    help_export.bp,
    help_files.bp,
    help_sets.bp,
    imports.bp,
    help_editing.bp,
    keeping.bp,
    meetings.bp,
    phrases.bp,
    sheets.bp,
    taking_back.bp,
    handover.bp,
    my_handover.bp,
    papers.bp,
    download.bp,
    login.bp,
    newcomer.bp,
    staff.bp,
    setup.bp,
    settings.bp,
    checked.bp,
    account.bp,
    factors.bp,
    team.bp,
    joining.bp,
    desk.bp,
    moving.bp,
    patients.bp,
    uninvited.bp,
    paper_list.bp,
    consult.bp,
    together.bp,
    accesslog.bp,
    handover_overview.bp,
    receiver.bp,
    figures.bp,
    evaluation.bp,
    under.bp,
    voice.bp,
    recordings.bp,
    recording_exchange.bp,
    recording_guests.bp,
)
# No CSRF tokens: patients' pages have no session to store one, so they check the Origin header.
WITHOUT_TOKEN = (
    selfcheck.bp,
    appointments.bp,
    sharing.bp,
    mine.bp,
    progress.bp,
    then_and_now.bp,
    evaluation.bp,
    download.bp,
    own_phone.bp,
    taking_back.bp,
    directory.bp,
    receiver.bp,
    my_handover.bp,
    under.bp,
)


def create_app(
    environ: Mapping[str, str] = os.environ,
    instance: Path | None = None,
    *,
    is_command: bool = False,
    costs: Costs = COSTS,
) -> Flask:
    """Make an application.

    Args:
        environ: where the settings are.
        instance: the folder for the data of this installation; else the one of the settings.
        is_command: it is made for one command of `flask`, and may have no key file yet.
        costs: of stretching passwords and codes; data opens only at the costs it was made with.

    Raises:
        SettingsError: a secret is missing or weak, or another setting is not safe.
        PdfLibraryError: a library or a font that PDFs need is missing, and this is no command.
    """
    if not is_command:
        pdf.check_pdf_libraries()
    instance = instance or config.find_folder(environ)
    settings = config.load_settings(environ, instance)
    app = Flask("pwa", instance_path=str(instance), static_folder=None)
    _configure(app, settings)
    master_keys.init_app(app, settings.kek_file, costs, is_command=is_command)
    watching.init_app(app, settings.journal_file)
    # Before `http.init_app`, which thereby reads proxies' headers before the page cache answers.
    practice_changed.connect(page_cache.init_app(app).look_again)
    http.init_app(app, base_url=settings.base_url, trusted_proxies=settings.trusted_proxies)
    assets.init_app(app)
    offline.init_app(app, is_on=settings.keeps_offline)
    offline_bundle.init_app(app)
    _add_extensions(app)
    watch.init_app(app, token=settings.metrics_token)
    cookies.init_app(app)
    _add_pages(app)
    registry.init_app(app)
    starting.check_start(app)
    return app


def _configure(app: Flask, settings: config.Settings) -> None:
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=config.engine_options(settings.database_url),
        BABEL_TRANSLATION_DIRECTORIES=str(config.TRANSLATIONS),
        BABEL_DEFAULT_TIMEZONE=TIME_ZONE.key,
        **config.limits_store(settings.limits_url),
        OWNER_DATABASE_URL=settings.owner_database_url,
        ANCHOR_FILE=settings.anchor_file,
        JOURNAL_FILE=settings.journal_file,
        VOICE_FOLDER=settings.voice_folder,
        BACKUP_FOLDER=settings.backup_folder,
        BACKUP_RECIPIENTS=settings.backup_recipients,
        BACKUP_DATABASE_URL=settings.backup_database_url,
        LOG_YEARS=settings.log_years,
        BASE_URL=settings.base_url,
        IS_DEMO=settings.is_demo,
        BUDGETS=settings.budgets,
        DEMO_SLUG=demo.DEMO_SLUG if settings.is_demo else None,
    )


def _add_extensions(app: Flask) -> None:
    database.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    babel.init_app(app, locale_selector=lambda: locale_of(http.request_language().code))
    noting.init_app(app)


def _add_pages(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        day_pattern=_day_pattern, listen_in=_listen_in, has_sound=has_sound
    )
    app.jinja_env.filters.update(
        dial=dial, direction=direction_of, in_both=in_both, lower_first=lower_first
    )
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for blueprint in WITHOUT_TOKEN:
        csrf.exempt(blueprint)
    errors.init_app(app)
    phone.init_app(app)
    offered.init_app(app, is_whole)
    handovers.connect()

    @app.context_processor
    def about_language() -> dict[str, object]:
        return {
            "language": http.request_language(),
            "languages": tuple(LANGUAGES.values()),
            "language_addresses": _language_addresses,
        }


def _day_pattern() -> str:
    return day_pattern(str(get_locale()))


def _listen_in(code: str) -> str:
    """Give the name of the button that reads aloud, in the language that it reads."""
    with force_locale(written_in(code)):
        # Translators: name of a button with a picture of a loudspeaker, beside the name of a language
        return gettext("Listen")


def _language_addresses(
    codes: Iterable[str] = LANGUAGES, **query: str | None
) -> list[tuple[Language, str]]:
    """Give the addresses of this page in other languages, and in its own.

    Args:
        query: query arguments for these addresses; those of the request are not taken over, because
            a cached page would show one visitor's query to all others.
    """
    endpoint, values = request.endpoint, request.view_args or {}
    if endpoint is None or "lang" not in values:
        endpoint, values = "site.home", {}
    here = http.request_language()
    shown = dict.fromkeys([*codes, here.code] if here.is_only_heard else codes)
    return [
        (language, url_for(endpoint, **{**values, **query, "lang": language.code}))
        for language in map(find_language, shown)
        if language
    ]
