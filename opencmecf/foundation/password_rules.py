"""Which passwords people may choose: NIST's rule, or the one that PACER announced for August 2025.

NIST SP 800-63B-4 (3.1.1.2) asks for length and a block list, and forbids prescribed kinds of characters and changes by
the calendar. PACER's rule asks for both. A deployment chooses by the setting `PASSWORD_RULE`.
"""

from __future__ import annotations

import hashlib
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

SHORTEST_OWN_WORD = 3  # shorter parts of a name are in half of all passwords
OWN_FACTS = ("first_name", "middle_name", "last_name", "username", "email", "login")


@dataclass(frozen=True)
class PasswordRule:
    """What a deployment asks of a password."""

    shortest: int
    longest: int  # of what may be typed into the box
    hint: str
    life: timedelta | None = None  # None: it never has to be changed by the calendar
    put_off_at_most: int = 0  # how often the change may be put off
    kinds: bool = False  # prescribed kinds of characters


RULES = {
    "nist": PasswordRule(
        shortest=15,
        longest=128,
        hint="At least 15 characters. A sentence or four words that do not belong together are easy to remember. "
        "Do not use your name, your username, or a password of another site.",
    ),
    "pacer-2025": PasswordRule(
        shortest=14,
        longest=45,
        hint="14 to 45 characters, with a small letter, a capital letter and a special character such as ! or ?. Do "
        "not use your name, your username, or a part of your e-mail address.",
        life=timedelta(days=180),
        put_off_at_most=3,
        kinds=True,
    ),
}


def password_rule() -> PasswordRule:
    """The rule of this deployment."""
    return RULES[settings.PASSWORD_RULE]


def validators_of(name: str) -> list[dict[str, Any]]:
    """What Django is to check a password with under the rule `name`. Raises `ValueError` for an unknown one."""
    if name not in RULES:
        raise ValueError(f"PASSWORD_RULE is one of {', '.join(RULES)}, not {name!r}")
    ours = f"{__name__}."
    checks = ["LengthValidator", "OwnWordsValidator", "BlockListValidator"]
    if RULES[name].kinds:
        checks.insert(1, "KindsValidator")
    similarity = {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"}
    return [*({"NAME": f"{ours}{check}"} for check in checks), similarity]


class LengthValidator:
    """The password is long enough, and no longer than the rule allows."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` that says how long it must be."""
        rule = password_rule()
        if len(password) < rule.shortest:
            raise ValidationError(f"This password is too short. It must have at least {rule.shortest} characters.")
        if len(password) > rule.longest:
            raise ValidationError(f"This password is too long. It must have at most {rule.longest} characters.")


class KindsValidator:
    """A small letter, a capital letter and a special character, as PACER's rule of 2025 prescribes."""

    KINDS = (
        ("a small letter", re.compile(r"[a-z]")),
        ("a capital letter", re.compile(r"[A-Z]")),
        ("a special character such as ! or ?", re.compile(r"[^A-Za-z0-9\s]")),
    )

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` that names what is missing."""
        missing = [kind for kind, pattern in self.KINDS if not pattern.search(password)]
        if missing:
            raise ValidationError(f"Add {' and '.join(missing)} to the password.")


class OwnWordsValidator:
    """No part of the holder's names, user name or e-mail address, where the rule forbids it."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` when a word of the holder's own is in the password."""
        if not password_rule().kinds or user is None:
            return
        low = password.casefold()
        if any(word in low for word in _own_words(user)):
            raise ValidationError("The password holds a part of your name, username or e-mail address. Leave it out.")


class BlockListValidator:
    """The password is none that others use: common ones, names of courts, and those of the deployment's own file."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` for a password on the list; digits and marks after it make it no other."""
        low = password.casefold().strip()
        bare = re.sub(r"[\W\d_]+$", "", low)
        squeezed = re.sub(r"[\W_]+", "", bare)
        if {low, bare, squeezed} & block_list() or is_in_file(password, settings.PASSWORD_BLOCK_FILE):
            raise ValidationError("This password is too common. Choose another one.")


@cache
def block_list() -> frozenset[str]:
    """Passwords that nobody may have: Django's list of common ones, and the names of the courts."""
    from django.contrib.auth.password_validation import CommonPasswordValidator

    return frozenset(CommonPasswordValidator().passwords) | frozenset(_words_of_courts())


def is_in_file(password: str, path: str) -> bool:
    """Whether the SHA-1 of `password` begins a line of the sorted file at `path`; never when there is no file."""
    if not path:
        return False
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", 0, (low + high) // 2) + 1
            found = bytes(lines[start : start + 40]).upper()
            if found == wanted:
                return True
            if found < wanted:
                end = lines.find(b"\n", start)
                low = len(lines) if end < 0 else end + 1
            else:
                high = start
    return False


def _own_words(user: object) -> Iterator[str]:
    for fact in OWN_FACTS:
        for word in re.split(r"[\W_]+", str(getattr(user, fact, "") or "").casefold()):
            if len(word) >= SHORTEST_OWN_WORD:
                yield word


def _words_of_courts() -> Iterator[str]:
    """The names of every federal court without blanks, alone and with what people put beside them."""
    from opencmecf.foundation.reference import courts

    for court in courts().values():
        for name in (court.id, court.name, court.title, court.short_name):
            word = re.sub(r"[\W_]+", "", name.casefold())
            yield from (word, f"{word}court", f"{word}cmecf", f"{word}pacer", f"{word}password")
