"""Codes on paper, each good for one login in place of the app or the passkey."""

import base64
import hmac
import secrets
from unicodedata import normalize

from cryptography.fernet import Fernet, InvalidToken

from pwa.staff.models import Account
from pwa.typed.digits import read_character
from pwa.vault.master.master_keys import master_keys

_HOW_MANY = 10
_GROUP = 4
_CODE_BYTES = 6
_LONGEST_TYPED = 200
# Letters that are no hexadecimal digits, and the digit that each looks like.
_LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", "ı": "1"})


def make_recovery_codes(account: Account) -> list[str]:
    """Make new recovery codes in place of those that are left, and give them in clear."""
    fernet = _fernet()
    codes = [_in_groups(secrets.token_hex(_CODE_BYTES)) for _ in range(_HOW_MANY)]
    account.mf_recovery_codes = [fernet.encrypt(code.encode()).decode() for code in codes]
    return codes


def use_recovery_code(account: Account, typed: str) -> bool:
    """Use up a recovery code, typed as people copy it from paper.

    Args:
        account: its row locked, or two requests at once could use the same code.

    Returns:
        Whether it was one of the codes not used yet.
    """
    stored, code = account.mf_recovery_codes or [], read_recovery_code(typed).encode()
    left = [other for other in stored if not _is_code(other, code)]
    if len(left) == len(stored):
        return False
    account.mf_recovery_codes = left
    return True


def read_recovery_code(typed: str) -> str:
    """Bring a typed recovery code to the printed form: three groups of four hexadecimal digits."""
    plain = normalize("NFKD", typed[:_LONGEST_TYPED]).lower().translate(_LOOKALIKES)
    return _in_groups("".join("".join(map(read_character, plain)).split()))


def _in_groups(digits: str) -> str:
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def _is_code(stored: str, code: bytes) -> bool:
    try:
        return hmac.compare_digest(_fernet().decrypt(stored), code)
    except InvalidToken:  # encrypted under another key: nothing that anybody types is this code
        return False


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(master_keys().derive("recovery codes")))
