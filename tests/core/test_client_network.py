"""Rate limits count per network: one IPv4 address, or the IPv6 prefix of one household."""

import pytest
from flask import Flask

from pwa.web.extensions import client_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7/32"),
        ("::ffff:203.0.113.7", "203.0.113.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "local"),
    ],
)
def test_limits_count_by_network(address: str, network: str) -> None:
    with Flask("test").test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert client_network() == network
