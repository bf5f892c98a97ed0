"""People who can log in, and who works where."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.journal.core import Watched
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.store.columns import TextList, UtcDateTime, stored_enum
from pwa.web.extensions import Base


class Account(Base):
    """A person who can log in.

    Attributes:
        password: Argon2id hash.
        fs_uniquifier: unused; Flask-Security, which an earlier version used, needed it.
        tf_totp_secret: encrypted with a key derived from the root key.
        tf_last_counter: time step of the last accepted code, because a code works once.
        mf_recovery_codes: those not used yet, encrypted likewise.
        passkey_handle: random user id that authenticators store instead of a name; None before the
            first passkey.
    """

    __tablename__ = "account"
    __journal__ = Watched(
        is_gone=False,  # after a restore `flask purge` deletes again whoever left long ago
        carried=("active",),
        named={
            "password": ("password",),
            # Emptied after a restore with an older secret: the person then needs a colleague's
            # link.
            "tf_totp_secret": ("tf_totp_secret", "tf_primary_method", "password"),
            "mf_recovery_codes": ("mf_recovery_codes",),
        },
        steady=("tf_primary_method", "tf_last_counter", "passkey_handle"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(TextList()))
    passkey_handle: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="account", order_by="Membership.id"
    )
    passkeys: Mapped[list["Passkey"]] = relationship(
        order_by="Passkey.id", cascade="all, delete-orphan"
    )

    @property
    def current_membership(self) -> "Membership | None":
        """The membership to log in to: the first active one."""
        return next((item for item in self.memberships if item.is_active), None)


class Passkey(Base):
    """A passkey of somebody: the second factor, after the password and never instead of it.

    Attributes:
        credential_id: how the authenticator knows it.
        public_key: in COSE form; the private half never leaves the authenticator.
        sign_count: the authenticator's counter at the last use; a lower one later means a copy.
        transports: how the browser reaches it, such as `usb` or `internal`.
        name: as its owner calls it.
    """

    __tablename__ = "passkey"
    __journal__ = Watched(steady=("used_at",))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Membership(Base):
    """Somebody's work in one practice; the practice's keys are wrapped for a membership.

    Attributes:
        ended_at: when the person left.
        suspended_at: when a colleague blocked the person, who may be let in again.
    """

    __tablename__ = "membership"
    __journal__ = Watched(
        is_gone=False,  # after a restore `flask purge` deletes again whoever left long ago
        carried=("role", "ended_at", "suspended_at"),
    )
    __table_args__ = (UniqueConstraint("account_id", "practice_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    role: Mapped[Role] = mapped_column(stored_enum(Role, "role", length=20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(back_populates="memberships")
    practice: Mapped[Practice] = relationship()

    @property
    def is_active(self) -> bool:
        """Say whether the person may work in this practice now."""
        return self.ended_at is None and self.suspended_at is None
