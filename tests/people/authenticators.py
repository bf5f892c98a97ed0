"""Authenticators for passkeys: one in Python for the test client, and Chromium's virtual one."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Page

ORIGIN = "http://localhost"
_USER_PRESENT = 0x01
_HAS_CREDENTIAL = 0x40


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SecurityKey:
    """A security key with its browser: makes the WebAuthn answers that the server gets.

    Attributes:
        origin: origin of the page, as in the client data.
        flags: flags of the authenticator data; by default user present.
    """

    origin: str = ORIGIN
    flags: int = _USER_PRESENT
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    count: int = 0

    def create(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.create`."""
        data = self._data(options["rp"]["id"], self.flags | _HAS_CREDENTIAL)
        data += bytes(16) + len(self.credential_id).to_bytes(2, "big")
        data += self.credential_id + self._public_key()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._write(
            clientDataJSON=self._client_data("webauthn.create", options),
            attestationObject=attestation,
        )

    def get(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.get`."""
        self.count += 1
        data = self._data(options["rpId"], self.flags)
        client_data = self._client_data("webauthn.get", options)
        signed = data + hashlib.sha256(client_data).digest()
        return self._write(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=self.private.sign(signed, ec.ECDSA(hashes.SHA256())),
        )

    def _data(self, site: str, flags: int) -> bytes:
        digest = hashlib.sha256(site.encode()).digest()
        return digest + bytes([flags]) + self.count.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        point = self.private.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps({**said, "crossOrigin": False}).encode()

    def _write(self, **parts: bytes) -> str:
        own = encode(self.credential_id)
        response: dict[str, Any] = {name: encode(raw) for name, raw in parts.items()}
        response["transports"] = ["usb", "a new one"]
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})


class VirtualAuthenticator:
    """Chromium's virtual authenticator at one page; it verifies the user and answers at once."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("WebAuthn.enable")
        self._id = ""
        self.plug_in()

    def plug_in(self) -> None:
        """Replace the authenticator by one without passkeys."""
        answer = self._devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "usb",
                    "hasResidentKey": False,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._id = answer["authenticatorId"]

    def pull_out(self) -> None:
        self._devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._id})

    def stop(self) -> None:
        """Let user verification fail, so that the browser reports an error."""
        self._devtools.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": False}
        )

    def count(self) -> int:
        """Return how many passkeys it holds."""
        answer = self._devtools.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return len(answer["credentials"])
