"""Cookies, tokens and fields that the server sealed: the values of an older version still open.

The values of `OLD_…` were made on 30 November 2026, before `vault/sealed_cookie.py` and
`vault/base64url.py` replaced the separate code of each.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from pwa.patient.tokens import (
    ReplyTo,
    new_pass,
    open_pass,
    prove_receipt,
    read_reply_token,
    seal_pass,
    write_receipt_id,
    write_reply_token,
)
from pwa.setup.paper_key import PaperKey, open_paper_key, seal_paper_key
from pwa.staff.models import Account
from pwa.staff.unsent.models import UnsentForm
from pwa.staff.unsent.service import find_unsent, save_unsent
from pwa.vault.base64url import from_text, to_text
from pwa.vault.crypto import CannotOpen, MasterKeys
from pwa.vault.practice.models import StaffSession
from pwa.vault.practice.sessions import holders_of_session
from pwa.vault.sealed_cookie import open_cookie, seal_cookie, unwrap_with_cookie, wrap_with_cookie
from pwa.vault.work import Work
from tests.core.conftest import Town

pytestmark = pytest.mark.on_one_database

MASTER = MasterKeys(b"m" * 32)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
LIST = UUID(int=7)

OLD_PASS = (
    "BShS2r-GIkSP7rnZeQnV_RMF9mINJxe32QD16kRwvC53160m4Jl04PuLAMitQmYyRtVB4HlAcJrp_BkKFTpD"
    "kTMQggjW4ObcUM_HGsGS4q3DB7aaQLnSom_OMV8FRmyoT72RbgORiR9FBRJThbyr7mZwzKuvVHqzJ9jNiElS"
    "BMcRvJu13Q86i0CwQxPlHI-fi8xiEXqoKMQxPu2dcqkWLl2QrbkDESLIyv6KrDEFMxQN0GHbcsEz0JvUozvY"
    "SVEfplWvDDjETP9rF3-G9iKaOGDBR7D0doBDEyRYfFKtN31Xzi0GrR6G9UCkb9cISHu8eGOrNgz1vySM-YBe"
    "F97Ishqjat3Ekm4"
)
OLD_REPLY_TOKEN = "AAAAAAAAAAAAAAAAAAAABwAAAAJrNMgQAYnN2b1qfjfsfoQCWpgl8Q"
OLD_RECEIPT = "AAAAAAAAAAAAAAAAAAAAB9zUurDIL393vyIetWE4HPE"
OLD_PROOF = "CVsFo1YF6FY-WMipy9FTKOoIdW2ZSYWK1yAA2_YSdz8"
# Two base64 values: one ends with the padding `=`, the other needs no padding.
OLD_PAPER_KEYS = (
    (
        "BShS2r9ceUlF2gcGkE5f-AFTqd26IwJ0Ly0br77Xp5bctsvEtRYomKo0nMtsVxpXLfCCnvtov-1JBJQttbbt"
        "75LYofU5IFb3O-pth_gP2IhCpfxKEdrX2oHUvr5YL0FVsEG6ALaI0oV1N9Ji7-AWGcTJWKGI6Pe3t5Y7186b"
        "oR83nX9lF8P8_A4_yvntBJXjCsu8dQnhXoGaxASli8BPIoQNV1x6kKDkpxI="
    ),
    (
        "BShS2r_kmrxJU51MsvdPKZFxIH7mDDA65AjnmUsjKj8ETgTRSQgnuInIVUaPuNwuuIG4xvKyjkC19RnmBKkb"
        "_SoEgLbvF4ibmD_x0boPckK8AMvNXTK8KyR1q2jtEkLjZbS-ygITnp-llaLQEu-1f3-jd37gLGlwRVrRYAG2"
        "Nd3fObYpPZ-cpDnurC9c7a_68Vy690PpafJWle0AR6gd1YgohZu4jVNzQV6q"
    ),
)
OLD_FORM_ID = UUID("5afcda4b-5bf1-4029-8a2e-73f19628ee2c")
OLD_FORM_BODY = bytes.fromhex(
    "052852dabffaa2b386192159fee9e4188e1b799f357b5ae4a02a8827a7a2d5485fd1a8ebaa8f391dad24"
    "2bd85504b462126fb97a91bcb68991fa2eb4fac8024c11cdb93f02be0d294b37c6a5d5975e4529b6aa49"
    "49578867f1fe4fb5893bbf31"
)
OLD_FORM_COOKIE = "5afcda4b5bf140298a2e73f19628ee2c.Vh-OELbexHXp_fdQx-R-7Y43TVuRx3hfQ5ehCVK5bOI="
OLD_SESSION_SECRET = "ttD65bakVzt5o3PgBmIDdMFRH194MmmSNerPut7FL9Y"
OLD_SESSION_KEYS = bytes.fromhex(
    "052852dabf2d959c8646feef068e9db45435a64a9919ab807acb3d44dcad8d186def339e8b29a6a68206"
    "e2c99e59eab575ae133c93a691d156d83b1e47eec6e2dcc717295bbe2ac1778775a771cfb2b5c7129d55"
    "aef9875a9b8abc228b49604bd2a20f80d510d90f9763779850a8c94970a98243e63488c70da95f11e165"
    "e8732b198ba9559167"
)
FIELDS = {"goal": ["lezen"], "base": ["1"]}
PAGE = "/practice/c/1/plan"


def test_a_pass_of_before_still_opens() -> None:
    expected = new_pass(
        3, LIST, b"p" * 32, generation=2, now=NOW, code="ABCD", link_secret="l" * 22
    )
    assert open_pass(OLD_PASS, MASTER, now=NOW) == expected
    assert open_pass(seal_pass(expected, MASTER), MASTER, now=NOW) == expected
    assert open_pass(OLD_PASS, MASTER, now=NOW + timedelta(minutes=30)) is None


def test_tokens_and_receipts_are_written_as_before() -> None:
    reply_to = ReplyTo(LIST, 2)
    assert read_reply_token(OLD_REPLY_TOKEN, 3, MASTER, now=NOW) == reply_to
    assert write_reply_token(reply_to, 3, MASTER, now=NOW) == OLD_REPLY_TOKEN
    assert write_receipt_id(LIST, MASTER) == OLD_RECEIPT
    assert prove_receipt(OLD_RECEIPT, NOW.isoformat(), UUID(int=8)) == OLD_PROOF


@pytest.mark.parametrize(
    ("cookie", "name"), [(OLD_PAPER_KEYS[0], "De Dreef"), (OLD_PAPER_KEYS[1], "De Dreef!")]
)
def test_a_paper_key_of_before_still_opens(cookie: str, name: str) -> None:
    before = NOW - timedelta(minutes=1)
    expected = PaperKey("somebody", name, "K" * 28, NOW, is_typed=True)
    assert open_paper_key(cookie, MASTER, now=before) == expected
    assert open_paper_key(seal_paper_key(expected, MASTER), MASTER, now=before) == expected
    assert open_paper_key(cookie, MASTER, now=NOW) is None


def test_text_that_was_kept_before_is_found(forms: Session) -> None:
    forms.add(
        UnsentForm(id=OLD_FORM_ID, account_id=5, address=PAGE, body=OLD_FORM_BODY, created_at=NOW)
    )
    forms.flush()
    assert find_unsent(Work(forms, MASTER, NOW), OLD_FORM_COOKIE, 5, PAGE) == FIELDS


@pytest.mark.parametrize("end", ["", "=", "g", "é", "\n", "."])  # a cookie begins with a hex digit
def test_only_the_whole_cookie_finds_it(forms: Session, end: str) -> None:
    cookie = save_unsent(Work(forms, MASTER, NOW), 5, PAGE, FIELDS)
    for other in (cookie[:-2] + end, f"{end}{cookie[1:]}", end, OLD_FORM_COOKIE + end):
        assert find_unsent(Work(forms, MASTER, NOW), other, 5, PAGE) is None


def test_a_session_of_before_goes_on() -> None:
    session = StaffSession(
        id=UUID(int=9), membership_id=6, confirmed_at=NOW, wrapped_keys=OLD_SESSION_KEYS
    )
    assert holders_of_session(session, OLD_SESSION_SECRET, MASTER) == {6: b"h" * 32}


@given(blob=st.binary(max_size=100))
def test_bytes_come_back_from_text(blob: bytes) -> None:
    text = to_text(blob)
    assert from_text(text) == blob
    assert from_text(text + "=" * (-len(text) % 4)) == blob
    assert text.replace("-", "").replace("_", "").isalnum() or not blob


@given(text=st.text(max_size=40))
def test_whatever_a_browser_sends_opens_nothing_and_breaks_nothing(text: str) -> None:
    assert open_cookie(text, "label", MASTER) is None
    blob, _ = wrap_with_cookie(b"message", "label", MASTER)
    with pytest.raises(CannotOpen):
        unwrap_with_cookie(text, blob, "label", MASTER)


def test_a_cookie_opens_for_its_purpose_and_at_this_server_only() -> None:
    cookie = seal_cookie({"a": 1}, "one", MASTER)
    assert open_cookie(cookie, "one", MASTER) == {"a": 1}
    assert open_cookie(cookie, "two", MASTER) is None
    assert open_cookie(cookie, "one", MasterKeys(b"o" * 32)) is None


def test_neither_the_secret_nor_the_server_opens_a_blob_alone() -> None:
    blob, secret = wrap_with_cookie(b"message", "one", MASTER)
    assert unwrap_with_cookie(secret, blob, "one", MASTER) == b"message"
    _, other = wrap_with_cookie(b"message", "one", MASTER)
    for cookie, label, keys in (
        (other, "one", MASTER),
        (secret, "two", MASTER),
        (secret, "one", MasterKeys(b"o" * 32)),
    ):
        with pytest.raises(CannotOpen):
            unwrap_with_cookie(cookie, blob, label, keys)


@pytest.fixture
def forms(town: Town) -> Session:
    """A database with the unsent forms and account 5, whose id is in the AAD of the old form."""
    table = UnsentForm.metadata.tables["kept_form"]
    UnsentForm.metadata.create_all(town.db.connection(), tables=[table])
    town.db.add(Account(id=5, email="a@example.org", name="a", fs_uniquifier="a", created_at=NOW))
    town.db.flush()
    return town.db
