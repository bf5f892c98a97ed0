"""Wrap the practice's keys for a new colleague, by the secret of a link that works once."""

from pwa.vault.crypto import MasterKeys, unwrap_by_secret, wrap_by_secret
from pwa.vault.patient.codes import parse_link_secret
from pwa.vault.practice.opened_keys import HeldKeys, dump_keys, load_keys


def wrap_for_invitation(keys: HeldKeys, secret: str, context: str, master: MasterKeys) -> bytes:
    """Wrap keys by the secret in the fragment of a link.

    When a key is replaced before the link is used, its next generation is missing here: the new
    colleague waits until somebody gives that one, as after a reset of a password.

    Args:
        keys: what the new colleague's role may hold, of every generation.
        secret: as `codes.new_link_secret` makes it, 128 bits.
        context: AAD that names the row with the wrap. Its column is a `columns.wrapped_column`;
            empty it as soon as the link is used, has expired or is taken back.
    """
    wrap = wrap_by_secret(parse_link_secret(secret).secret, dump_keys(keys), context)
    return master.wrap(wrap, context)


def unwrap_invitation(blob: bytes, secret: str, context: str, master: MasterKeys) -> HeldKeys:
    """Open what `wrap_for_invitation` made, to give it to `holders.wrap_for_member`.

    Raises:
        CodeError: it cannot be the secret of a link.
        CannotOpen: another secret, another row, or damaged.
    """
    key = parse_link_secret(secret).secret
    return load_keys(unwrap_by_secret(key, master.unwrap(blob, context), context))
