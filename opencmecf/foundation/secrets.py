"""Random tokens, their stored form, and secrets kept in the database under the deployment's key."""

from __future__ import annotations

import base64
import hashlib
import secrets
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def new_token(characters: int = 43) -> str:
    """A random URL-safe token of `characters` characters (43 hold 256 bits)."""
    return secrets.token_urlsafe(characters)[:characters]


def fingerprint(token: str) -> str:
    """The form in which a token is stored and looked up: its SHA-256 in hexadecimal.

    Tokens are random and long, so that a slow hash would add nothing.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def compare(one: str, other: str) -> bool:
    """Whether two texts are equal, found out in a time that tells nothing about where they differ."""
    return secrets.compare_digest(one.encode(), other.encode())


def base64url(data: bytes) -> str:
    """`data` as URL-safe base64 without padding, as signed tokens have it (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def code_challenge(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier (RFC 7636, 4.2)."""
    return base64url(hashlib.sha256(verifier.encode()).digest())


def seal(plain: str, *, under: str = "") -> str:
    """`plain` encrypted under a key derived from `SECRET_KEY`, for columns that a database dump must not reveal.

    `under` is a second key, which is kept elsewhere: without it nobody opens what was sealed, not even we.
    """
    return _box(settings.SECRET_KEY, under).encrypt(plain.encode()).decode()


def unseal(sealed: str, *, under: str = "") -> str:
    """What `seal` was given. Raises `cryptography.fernet.InvalidToken` when a key is another one."""
    return _box(settings.SECRET_KEY, under).decrypt(sealed.encode()).decode()


def _box(secret_key: str, under: str) -> Fernet:
    return _box_of(secret_key + under) if under else _house_box(secret_key)


@cache
def _house_box(secret_key: str) -> Fernet:
    return _box_of(secret_key)


def _box_of(key: str) -> Fernet:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"opencmecf secrets at rest").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
