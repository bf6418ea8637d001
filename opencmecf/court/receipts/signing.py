"""Signing with a court's key, and checking such signatures.

Receipts and certificates have a detached JSON Web Signature over their canonical JSON; a document stamp is the bare
Ed25519 signature in 128 hexadecimal digits, which fits where the courts' notices print theirs. Ed25519 is
deterministic (RFC 8032): the same key and the same facts always give the same stamp.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"
Facts = Mapping[str, Any]


def canonical(facts: Facts) -> bytes:
    """Return facts as the bytes that are signed: JSON with sorted keys, no blanks, in UTF-8."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def new_key() -> OKPKey:
    """Return a new key; its id is its thumbprint."""
    return OKPKey.generate_key("Ed25519")


def sign(facts: Facts, key: OKPKey) -> str:
    """Return the detached signature of facts (RFC 7515, appendix F)."""
    header = {"alg": ALGORITHM, "kid": key.thumbprint()}
    return jws.detach_content(jws.serialize_compact(header, canonical(facts), key, algorithms=[ALGORITHM]))


def signing_key(facts: Facts, signature: str, keys: Iterable[Facts]) -> Facts | None:
    """Return the one of `keys`, JSON Web Keys, that has made this signature of these facts, or None."""
    for public in keys:
        try:
            key = OKPKey.import_key(dict(public))
            jws.deserialize_compact(signature, key, algorithms=[ALGORITHM], payload=canonical(facts))
        except (JoseError, ValueError):
            continue
        return public
    return None


def thumbprint(public: Facts) -> str:
    """Return the thumbprint of a key (RFC 7638), by which people compare keys."""
    return OKPKey.import_key(dict(public)).thumbprint()


def stamp_digits(facts: Facts, key: OKPKey) -> str:
    """Return the 128 hexadecimal digits of a document stamp."""
    assert key.private_key is not None
    return key.private_key.sign(canonical(facts)).hex()  # type: ignore[union-attr]


def has_stamped(facts: Facts, digits: str, public: Facts) -> bool:
    """Return whether this key has made these digits for these facts."""
    try:
        OKPKey.import_key(dict(public)).public_key.verify(bytes.fromhex(digits), canonical(facts))  # type: ignore[union-attr]
    except (InvalidSignature, ValueError):
        return False
    return True
