"""Signed tokens (JWS in compact form with JSON claims): writing ours, and reading any as strictly as RFC 8725 asks.

The library makes and checks signatures. What stands here makes sure that there is one way alone to read a token:
nothing around its three parts, nothing in its header but what we understand, no name twice, and no other encoding than
UTF-8.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet
from joserfc.jws import JWSRegistry

from opencmecf.foundation.secrets import base64url

ALGORITHMS = ("ES256", "RS256")
LONGEST_TOKEN = 16 * 1024
LONGEST_KID = 128
COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# Whoever signs with a known key need not name another (jku, jwk, x5u, x5c) or change the rules (crit, b64, zip).
UNDERSTOOD = frozenset({"alg", "kid", "typ"})
_LIBRARY = JWSRegistry(algorithms=ALGORITHMS)


class NotGood(Exception):
    """The text is no token that one of the known keys has signed."""


@dataclass(frozen=True)
class SignedToken:
    """What a token with a good signature says. Whether it is meant for the reader is not looked at yet."""

    header: dict[str, Any]
    claims: dict[str, Any]


def read(token: str, keys: KeySet, *, types: Sequence[str | None]) -> SignedToken:
    """The token whose signature one of `keys` has made, of one of `types` (None: a token that names no type).

    Raises `NotGood` for anything else.
    """
    header, claims, signed, signature = _parts(token)
    if header.keys() - UNDERSTOOD or header.get("alg") not in ALGORITHMS:
        raise NotGood("the header holds something that is not understood")
    if header.get("typ") not in types:
        raise NotGood("the token is one of another kind")
    algorithm, key = _LIBRARY.get_alg(header["alg"]), _key(keys, header)
    try:
        algorithm.check_key(key)
        is_good = algorithm.verify(signed, signature, key)
    except (JoseError, ValueError) as error:
        raise NotGood("the signature is not good") from error
    if not is_good:
        raise NotGood("the signature is not good")
    return SignedToken(header, claims)


def write(claims: Mapping[str, Any], key: Key, *, algorithm: str, kind: str) -> str:
    """The token of the type `kind` that says `claims`, signed with the private `key`, which it names."""
    header = {"alg": algorithm, "kid": key.kid, "typ": kind}
    signed = f"{_part(header)}.{_part(claims)}"
    how = _LIBRARY.get_alg(algorithm)
    how.check_key(key)
    return f"{signed}.{base64url(how.sign(signed.encode(), key))}"


def kid_of(token: str) -> str:
    """The key that a token says it is signed with; "" when it names none, or is no token."""
    try:
        kid = _parts(token)[0].get("kid")
    except NotGood:
        return ""
    return kid if isinstance(kid, str) and len(kid) <= LONGEST_KID else ""


def _key(keys: KeySet, header: dict[str, Any]) -> Any:
    """The key of that name, which is used with one algorithm alone (RFC 8725, 3.1). Raises `NotGood`."""
    kid, kind = header.get("kid"), {"ES256": "EC", "RS256": "RSA"}[header["alg"]]
    for key in keys.keys:
        if isinstance(kid, str) and key.kid == kid and key.key_type == kind:
            return key
    raise NotGood("no such key is known")


def _part(facts: Mapping[str, Any]) -> str:
    return base64url(json.dumps(facts, separators=(",", ":")).encode())


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """Header and claims, what is signed, and the signature."""
    if len(token) > LONGEST_TOKEN or not token.isascii() or not COMPACT.fullmatch(token):
        raise NotGood("this has not the form of a signed token")
    header, claims, signature = token.split(".")
    return _object(header), _object(claims), f"{header}.{claims}".encode(), _bytes(signature)


def _bytes(part: str) -> bytes:
    """The bytes of a part. Only one text stands for them: unused bits at its end are zero (RFC 4648, 3.5)."""
    try:
        found = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError as error:
        raise NotGood("this is not base64url") from error
    if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != part:
        raise NotGood("this is base64url with something more")
    return found


def _object(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(part).decode(), object_pairs_hook=_names_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotGood("this is not a JSON object with each name once") from error
    if not isinstance(found, dict):
        raise NotGood("this is not a JSON object")
    return found


def _names_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
