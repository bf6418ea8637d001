"""Passkeys by WebAuthn: what a browser is asked, and what its answer must hold. The library is fido2."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import struct
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from opencmecf.foundation.sites import Site

# The authenticator checks the person itself (finger, face, PIN), so that a passkey alone is two factors.
VERIFIED = UserVerificationRequirement.REQUIRED
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error)
LONGEST_ANSWER = 32 * 1024
BASE64URL = re.compile(r"[A-Za-z0-9_=-]+")


@dataclass(frozen=True)
class Made:
    """A credential that a browser has just made."""

    credential_id: str
    credential: bytes
    sign_count: int
    is_synced: bool


def host_of(site: Site) -> str:
    """The name that passkeys of `site` belong to: its host without the port."""
    return urlsplit(site.url("")).hostname or ""


def options_to_make(site: Site, *, account_number: str, username: str, name: str, known: list[str]) -> dict[str, Any]:
    """What `navigator.credentials.create` is given: `publicKey` in its JSON form."""
    user = PublicKeyCredentialUserEntity(id=_user_handle(account_number), name=username, display_name=name)
    options, _ = _server(site).register_begin(
        user,
        [_descriptor(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=VERIFIED,
    )
    return dict(options)


def options_to_use(site: Site, *, known: list[str]) -> dict[str, Any]:
    """What `navigator.credentials.get` is given; without `known` the browser offers every passkey of this site."""
    options, _ = _server(site).authenticate_begin(
        [_descriptor(one) for one in known] or None, user_verification=VERIFIED
    )
    return dict(options)


def challenge_in(options: dict[str, Any]) -> str:
    """The challenge that `options` ask to have signed, in base64url."""
    challenge = options["publicKey"]["challenge"]
    return challenge if isinstance(challenge, str) else websafe_encode(challenge)


def check_made(site: Site, answer: str, challenge: str) -> Made | None:
    """The credential in a browser's answer; None when the answer is not what was asked for."""
    try:
        made: AuthenticatorData = _server(site).register_complete(_state(challenge), _read(answer))
    except MALFORMED:
        return None
    if made.credential_data is None:
        return None
    return Made(
        credential_id=websafe_encode(made.credential_data.credential_id),
        credential=bytes(made.credential_data),
        sign_count=made.counter,
        is_synced=bool(made.flags & AuthenticatorData.FLAG.BE),
    )


def credential_id_in(answer: str) -> str:
    """Which credential a browser's answer says it comes from; "" when it says nothing of the kind.

    It is base64url: any other text, such as half a character or NUL, which JSON can hold, is of no credential.
    """
    try:
        told = _read(answer)["rawId"]
    except MALFORMED:
        return ""
    return told if isinstance(told, str) and BASE64URL.fullmatch(told) else ""


def check_used(site: Site, answer: str, challenge: str, credential: bytes) -> int | None:
    """The counter in an answer that `credential` has signed over `challenge`; None when it has not."""
    try:
        read = _read(answer)
        _server(site).authenticate_complete(_state(challenge), [AttestedCredentialData(credential)], read)
        return AuthenticationResponse.from_dict(read).response.authenticator_data.counter
    except MALFORMED:
        return None


def _server(site: Site) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(id=host_of(site), name="PACER")
    return Fido2Server(party, verify_origin=lambda origin: origin == site.url(""))


def _state(challenge: str) -> dict[str, Any]:
    return {"challenge": challenge, "user_verification": VERIFIED}


def _descriptor(credential_id: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(credential_id))


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    read: dict[str, Any] = json.loads(answer)
    return read


def _user_handle(account_number: str) -> bytes:
    """What a passkey knows its account by: nothing that tells who it is (WebAuthn 3, 14.6.1)."""
    text = f"passkey {account_number}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()
