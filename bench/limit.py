"""The lightest possible page with the questions of the check, in HTML written by hand.

It has no script, no picture and no class. A practice could not use it, but no page with the same
questions can be lighter. Our page is measured beside it in the same run.
"""

from collections.abc import Iterable
from html import escape

from flask_babel import gettext

from pwa.selfcheck import questions as q
from tests.databases.homes import Home

_STYLE = (
    "body{font:1.1em/1.4 sans-serif;margin:0 auto;max-width:33em;padding:1em}"
    "fieldset{border:0;margin:0 0 2em;padding:0}legend{font-weight:700}"
    "label{display:block;padding:.8em 0}input{margin-right:.8em}"
)


def _question(name: str, title: str, options: Iterable[q.Option], kind: str = "radio") -> str:
    choices = "".join(
        f"<label><input type={kind} name={name} value={option.code}>{escape(gettext(option.text))}</label>"
        for option in options
    )
    return f"<fieldset><legend>{escape(title)}</legend>{choices}</fieldset>\n"


def write_limit(home: Home) -> str:
    """Write the page, in Dutch."""
    with home.app() as app, app.test_request_context("/nl/"):
        parts = [
            _question("filled_by", gettext("Who fills this in?"), q.FILLED_BY),
            _question("feeling", gettext("How have you felt in the last 2 weeks?"), q.FEELINGS),
            *(_question(topic.code, gettext(topic.heading), q.AMOUNTS) for topic in q.TOPICS),
            _question("strengths", gettext("What gives you strength?"), q.STRENGTHS, "checkbox"),
            _question("helpers", gettext("Who helps you already?"), q.HELPERS, "checkbox"),
            _question("wants", gettext("What do you want from this talk?"), q.WANTS, "checkbox"),
        ]
    return (
        '<!doctype html><html lang=nl><meta charset=utf-8><meta name=viewport content="width=device-width">'
        f"<title>Mijn gesprek</title><link rel=icon href=data:,><style>{_STYLE}</style>"
        f"<form method=post>{''.join(parts)}<button>OK</button></form>"
    )
