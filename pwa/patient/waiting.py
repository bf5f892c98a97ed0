"""A sentence that says when something that a limit refused is possible again."""

from datetime import datetime, timedelta

from flask_babel import format_datetime, gettext

from pwa.locales import TIME_ZONE, local_day


def say_when(message: str, again_at: datetime, *, now: datetime) -> str:
    """Put the time from which something is possible again into a sentence in the page's language.

    Args:
        message: source text of the sentence, with a place for the `time`.
        again_at: that moment.
    """
    here, today = again_at.astimezone(TIME_ZONE), local_day(now)
    # Rounded up to a minute, so that somebody who comes at the shown time is not refused again.
    shown = here.replace(second=0, microsecond=0) + timedelta(minutes=1)
    pattern = "HH:mm" if shown.date() == today else "EEEE HH:mm"
    return gettext(message, time=format_datetime(shown, pattern, rebase=False))
