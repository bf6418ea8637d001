"""Who somebody is at a court, how long a session lasts, and what is said to whoever may not do a thing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from opencmecf.court.filers import rules as filers
from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.foundation.access import Permission, Role
from opencmecf.foundation.errors import NotAllowed, Refused

IDLE_LIMIT = timedelta(minutes=60)  # NIST SP 800-63B-4, 2.2.3
ABSOLUTE_LIMIT = timedelta(hours=12)
TOUCHED_AT_MOST_EVERY = timedelta(minutes=1)
FRESH_FOR = timedelta(minutes=15)  # as at Central Sign-On
SEALED_FRESH_FOR = timedelta(minutes=60)  # who reads sealed documents all day is asked once an hour
INTROSPECTION_GOOD_FOR_SECONDS = 5

ACR_FRESH = "urn:opencmecf:fresh-second-factor"
SHOWN = {"second-factor", "fresh-second-factor"}
HAS_SECOND_FACTOR = SHOWN | {"remembered-device"}


def roles_of(is_nextgen: bool, *, person: Person | None, account: CourtAccount | None) -> frozenset[Role]:
    """The roles of a PACER user, of a court account, or of both in one session."""
    roles = {Role.PACER_USER} if person is not None else set()
    if account is not None and account.is_active:
        role = Role(account.role)
        roles.add(Role.COURT_LOGIN if role is Role.FILER and not is_nextgen else role)
    return frozenset(roles)


def proof_in(claims: Mapping[str, Any]) -> tuple[bool, datetime | None]:
    """Whether the person has a second factor, and when it was shown last, as an ID token tells by `acr`."""
    level = str(claims.get("acr", "")).rpartition(":")[2]
    shown = level in SHOWN and isinstance(claims.get("auth_time"), int)
    return level in HAS_SECOND_FACTOR, datetime.fromtimestamp(claims["auth_time"], UTC) if shown else None


def must_show_again(
    *, has_second_factor: bool, shown_at: datetime | None, now: datetime, within: timedelta = FRESH_FOR
) -> bool:
    """Whether the second factor is wanted anew, which was shown longer ago than `within`; who has none is not asked."""
    return has_second_factor and (shown_at is None or now - shown_at > within)


def explain(
    error: NotAllowed,
    *,
    roles: frozenset[Role],
    is_nextgen: bool,
    link_label: str,
    account: CourtAccount | None,
    unfit: Refused | None = None,
) -> Refused:
    """`error` with the way to become able, where there is one.

    `link_label` is what the court calls linking; `account` the one that the person is linked to, disabled or not;
    `unfit` says why the PACER account could never be linked, for a shared (S5) or a Legacy one (S8).
    """
    if error.permission == Permission.DOCUMENT_FILE and not is_nextgen:
        return _in_other_words(
            error,
            "You are not logged in for filing.",
            "Until this court moves to NextGen, file with the login that it issued to you.",
            ("Log in to file", "/cgi-bin/login.pl"),
        )
    if error.permission == Permission.DOCUMENT_FILE and account is not None and not account.is_active:
        told = filers.disabled(account)
        return _in_other_words(error, told.message, told.remedy, *told.links)
    if error.permission == Permission.DOCUMENT_FILE and account is None and unfit is not None:
        return _in_other_words(error, unfit.message, unfit.remedy, *unfit.links)
    if error.permission == Permission.DOCUMENT_FILE:
        return _in_other_words(
            error,
            "You cannot file in this court yet.",
            "Link the CM/ECF account that this court issued to you with your PACER account; it takes a minute and is "
            "done once. If the court has issued none to you, register for e-filing.",
            (link_label, "/utilities/link-account"),
            ("Register for e-filing at this court", "/admissions"),
        )
    if roles == {Role.COURT_LOGIN}:
        return _in_other_words(
            error,
            "Viewing in this court needs a PACER account.",
            "You are logged in with your filing login. Log in with PACER as well; both stay logged in.",
            ("Log in with PACER", "/cgi-bin/login.pl?pacer"),
        )
    return error


def _in_other_words(error: NotAllowed, message: str, remedy: str, *links: tuple[str, str]) -> NotAllowed:
    better = NotAllowed(error.permission)
    better.message, better.remedy, better.links = message, remedy, links
    return better
