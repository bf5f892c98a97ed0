"""The extensions: made here, bound to an application in `app.py`."""

from ipaddress import ip_address, ip_network

from flask import request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

# Named constraints, so that a migration can drop one on either database.
_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table of the application has in common."""

    metadata = MetaData(naming_convention=_NAMES)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
babel = Babel()
csrf = CSRFProtect()


def client_network() -> str:
    """Give the visitor's network, by which limits count: an IPv4 address or an IPv6 /64."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:  # a unix socket has no address
        return "local"
    # A server on both protocols sees IPv4 addresses as `::ffff:a.b.c.d`, all of them in one /64.
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((address, 32 if address.version == 4 else 64), strict=False))


# Without flask-limiter's fallback, which treats every error as an outage; see limit_store.py.
limiter = Limiter(key_func=client_network, headers_enabled=False)
