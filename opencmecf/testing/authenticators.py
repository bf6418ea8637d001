"""An authenticator app and a security key made of software, for tests."""

from __future__ import annotations

import hashlib
import json
import secrets as random
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import codes
from opencmecf.central.second_factor.models import AuthenticatorApp
from opencmecf.central.second_factor.rules import TIME_STEP_SECONDS
from opencmecf.foundation import clock, secrets

USER_PRESENT, USER_VERIFIED, BACKUP_ELIGIBLE, HAS_CREDENTIAL = 0x01, 0x04, 0x08, 0x40


@dataclass
class App:
    """An app that shows passcodes by the clock of the database."""

    secret: str = field(default_factory=codes.new_secret)

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many time steps later."""
        return codes.passcode(self.secret, int(clock.now().timestamp()) // TIME_STEP_SECONDS + steps)

    @classmethod
    def of(cls, account: Account, *, slot: int = 1) -> App:
        """An app that `account` has had for long."""
        app = cls()
        AuthenticatorApp.objects.create(
            account=account, slot=slot, name=f"App {slot}", sealed_secret=secrets.seal(app.secret), last_step=0
        )
        return app


@dataclass
class SecurityKey:
    """A security key with one passkey."""

    origin: str
    synced: bool = False
    verifies: bool = True
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: random.token_bytes(16))

    def make(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        public = options["publicKey"]
        credential = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        credential += cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call]
        told = self._told(public["rp"]["id"], HAS_CREDENTIAL) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": told})
        return self._answer(
            {
                "clientDataJSON": websafe_encode(self._client_data("webauthn.create", public)),
                "attestationObject": websafe_encode(attestation),
                "transports": ["usb"],
            }
        )

    def use(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        public = options["publicKey"]
        self.count += 1
        told = self._told(public["rpId"])
        client_data = self._client_data("webauthn.get", public)
        signature = self.key.sign(told + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client_data),
                "authenticatorData": websafe_encode(told),
                "signature": websafe_encode(signature),
                "userHandle": None,
            }
        )

    def _told(self, host: str, flags: int = 0) -> bytes:
        flags |= USER_PRESENT | (USER_VERIFIED if self.verifies else 0) | (BACKUP_ELIGIBLE if self.synced else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, public: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": public["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
        )
