"""How sure Central Sign-On is of a person: the `acr` values, and what a site may ask for.

A site asks with `acr_values`, `max_age` and `prompt=login` (OpenID Connect Core 1.0, 3.1.2.1) and reads `acr`, `amr`
and `auth_time` in the ID token to see what it got.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from opencmecf.central.second_factor.rules import is_fresh


class Acr(StrEnum):
    """Assurance levels, the lowest first."""

    PASSWORD = "urn:opencmecf:password"  # user name and password
    REMEMBERED = "urn:opencmecf:remembered-device"  # as well as a second factor in this browser within 30 days
    SECOND_FACTOR = "urn:opencmecf:second-factor"  # a second factor, or a passkey, in this session
    FRESH = "urn:opencmecf:fresh-second-factor"  # the same, within fifteen minutes


class Step(StrEnum):
    """What the person must do before a site gets its answer."""

    NOTHING = "nothing"
    LOGIN = "login"
    SECOND_FACTOR = "second factor"


class Proof(Protocol):
    """What a session knows about how the person proved who they are."""

    @property
    def proved_at(self) -> datetime: ...
    @property
    def second_factor_at(self) -> datetime | None: ...
    @property
    def is_remembered(self) -> bool: ...


@dataclass(frozen=True)
class Asked:
    """What a site asks for."""

    login: bool = False
    max_age: timedelta | None = None
    acr: frozenset[str] = frozenset()


def asked_by(query: Mapping[str, str]) -> Asked:
    """What the parameters of an authorization request ask for; what is not understood is not asked."""
    age = query.get("max_age", "")
    max_age = timedelta(seconds=int(age)) if age.isascii() and age.isdigit() and len(age) < 10 else None
    return Asked(
        login="login" in query.get("prompt", "").split() or max_age == timedelta(0),
        max_age=max_age or None,
        acr=frozenset(query.get("acr_values", "").split()),
    )


def step_before(asked: Asked, proof: Proof, *, has_method: bool, since: datetime, now: datetime) -> Step:
    """What comes before the answer; `since` is when the site asked for a new login.

    Whoever has no second factor proves a fresh one by logging in anew: the site sees by `acr` that it was none.
    """
    if asked.login and proof.proved_at < since:
        return Step.LOGIN
    if asked.max_age is not None and now - proof.proved_at > asked.max_age:
        return Step.LOGIN
    if Acr.FRESH in asked.acr and not is_fresh(proof.second_factor_at, now):
        if has_method:
            return Step.SECOND_FACTOR
        return Step.NOTHING if is_fresh(proof.proved_at, now) else Step.LOGIN
    if Acr.SECOND_FACTOR in asked.acr and proof.second_factor_at is None and has_method:
        return Step.SECOND_FACTOR
    return Step.NOTHING


def acr_of(proof: Proof, now: datetime | None = None) -> Acr:
    """The level that a session has reached."""
    if is_fresh(proof.second_factor_at, now or datetime.now(UTC)):
        return Acr.FRESH
    if proof.second_factor_at is not None:
        return Acr.SECOND_FACTOR
    return Acr.REMEMBERED if proof.is_remembered else Acr.PASSWORD
