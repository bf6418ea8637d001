"""Decisions about tokens and letters, as pure functions on plain values."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings

# No letter or digit that looks like another one: no 0 O Q D, 1 I L J, 2 Z, 5 S, 6 G, 8 B, U V.
ALPHABET = "ACEFHKMNPRTWXY3479"
TOKEN_LENGTH = 12  # 18^12 is some 50 bits, and five wrong tries an hour are heard
GROUP = 4
GOOD_FOR = timedelta(days=60)  # from the day of sending
TRAVELS = timedelta(days=14)  # 10 business days; a letter that is not older is worth waiting for
WRONG_TOKENS_PER_HOUR = 5
MOST_IN_A_BATCH = 200


def new_token() -> str:
    """A random token, without blanks."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def grouped(token: str) -> str:
    """The token as it is printed: in groups of four."""
    return "-".join(token[place : place + GROUP] for place in range(0, len(token), GROUP))


def as_typed(text: str) -> str:
    """What was typed, as a token: in whatever case, with or without signs between the groups."""
    return "".join(character for character in text.upper() if character.isalnum())


def token_problem(text: str) -> str:
    """What is wrong with the look of a typed token, or ""."""
    token = as_typed(text)
    if len(token) != TOKEN_LENGTH:
        return f"A token has {TOKEN_LENGTH} letters and digits; this has {len(token)}. Type it as the letter shows it."
    strange = sorted(set(token) - set(ALPHABET))
    if strange:
        return f"No token has the sign {strange[0]} in it. Compare with the letter once more."
    return ""


def fingerprint(token: str, account_number: str) -> str:
    """The form in which the token of an account is kept; without the deployment's key nobody can try tokens on it."""
    text = f"activation:{account_number}:{token}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def has_expired(sent_at: datetime | None, now: datetime) -> bool:
    """Whether the token of a letter is too old; the time runs from when it was sent."""
    return sent_at is not None and now > sent_at + GOOD_FOR


def can_ask_again(written_at: datetime | None, sent_at: datetime | None, now: datetime) -> bool:
    """Whether another letter may be asked for: there is none, or it was sent too long ago to be still on its way."""
    return written_at is None or (sent_at is not None and now > sent_at + TRAVELS)
