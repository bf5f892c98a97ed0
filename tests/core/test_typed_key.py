"""The key of a request: a code as people type it, or the secret of a link."""

import pytest

from pwa.patient.typed_key import TypedKey
from pwa.vault.patient.codes import (
    CodeError,
    SecretKind,
    format_code,
    new_code,
    new_link_secret,
    parse_link_secret,
)


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code()

    key = TypedKey.of_form({"code": f" {format_code(code).lower()} ", "link": ""})

    assert (key.kind, key.text) == (SecretKind.CODE, code)


def test_a_link_goes_before_a_code() -> None:
    link = new_link_secret()

    key = TypedKey.of_form({"code": new_code(), "link": link})

    assert (key.kind, key.text) == (SecretKind.LINK, link)
    assert key.secret() == parse_link_secret(link)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, SecretKind.CODE),
        ({"code": "K7QM-4T2X"}, SecretKind.CODE),
        ({"link": new_link_secret()[:-1]}, SecretKind.LINK),
        ({"link": new_link_secret()[:-1], "code": new_code()}, SecretKind.LINK),
    ],
)
def test_what_cannot_be_a_key_keeps_its_kind_and_opens_nothing(
    fields: dict[str, str], kind: SecretKind
) -> None:
    key = TypedKey.of_form(fields)

    assert (key.kind, key.text) == (kind, "")
    with pytest.raises(CodeError):
        key.secret()


def test_a_key_is_not_written_down_by_a_message_that_names_it() -> None:
    code, link = new_code(), new_link_secret()

    shown = repr([TypedKey.of_code(code), TypedKey.of_link(link)])

    assert code not in shown
    assert link not in shown
    assert repr(parse_link_secret(link).secret) not in shown
