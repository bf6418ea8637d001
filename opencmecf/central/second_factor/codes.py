"""Codes that people type: making them, showing them, and the form in which they are kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import secrets

import pyotp
import segno
from django.conf import settings

from opencmecf.central.second_factor import rules

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look like another
BACKUP_CODE_LETTERS = 12  # some 59 bits, behind the letter that says which of the codes it is
ENROLMENT_CODE_DIGITS = 8
ISSUER = "PACER"


def new_secret() -> str:
    """A secret for an authenticator app: 160 bits in base32 (RFC 4226, 4)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def in_groups(text: str, size: int = 4, mark: str = " ") -> str:
    """`text` in groups that are easy to copy by hand."""
    return mark.join(text[at : at + size] for at in range(0, len(text), size))


def uri(secret: str, username: str) -> str:
    """What the QR code says to an app."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def qr_svg(text: str) -> bytes:
    """`text` as a QR code, black on white with its quiet zone, as an SVG picture."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", scale=6, light="#fff", xmldecl=False)
    return picture.getvalue()


def passcode(secret: str, step: int) -> str:
    """The six digits that an app shows in the time step `step`."""
    return pyotp.TOTP(secret).generate_otp(step)


def new_backup_codes(count: int) -> list[str]:
    """Backup codes as they are shown: a letter that says which one it is, and twelve secret ones in groups."""
    return [f"{letter}-{in_groups(_random_letters(), mark='-')}" for letter in LETTERS[:count]]


def parts_of(code: str) -> tuple[str, str]:
    """The letter of a backup code, and the secret behind it."""
    typed = rules.tidy(code)
    return typed[:1], typed[1:]


def new_enrolment_code() -> str:
    """A code for a mail, as it is kept: eight digits."""
    return f"{secrets.randbelow(10**ENROLMENT_CODE_DIGITS):0{ENROLMENT_CODE_DIGITS}d}"


def keyed_hash(code: str, account_number: str) -> str:
    """The form in which a short code is kept: without the deployment's key a dump does not let it be guessed."""
    text = f"second factor {account_number} {rules.tidy(code)}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _random_letters() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(BACKUP_CODE_LETTERS))


def is_same(one: str, other: str) -> bool:
    """Whether two codes or hashes are equal, in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
