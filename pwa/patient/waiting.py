"""When something is possible again that was refused for now, in a sentence."""

from datetime import datetime, timedelta

from flask_babel import format_datetime, gettext

from pwa.locales import TIME_ZONE, local_day


def say_when(message: str, again_at: datetime, *, now: datetime) -> str:
    """Say from when on it is possible again, in the language of the page.

    Args:
        message: source text of the sentence, with a place for the `time`.
    """
    here, today = again_at.astimezone(TIME_ZONE), local_day(now)
    # Rounded up: whoever comes at that minute is not sent away again.
    shown = here.replace(second=0, microsecond=0) + timedelta(minutes=1)
    pattern = "HH:mm" if shown.date() == today else "EEEE HH:mm"
    return gettext(message, time=format_datetime(shown, pattern, rebase=False))
