"""How much guessing of passwords is let through: five tries, then ever longer pauses, never a lock-out.

The pause depends on who guesses: a stranger who attacks an account from one address slows that address down, while
the owner elsewhere still gets in.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from ipaddress import IPv6Address, IPv6Network

from django.conf import settings
from django.db.models import Count, Max, Model, Q
from django.db.models.functions import Now

from opencmecf.foundation import clock
from opencmecf.foundation.database.prepared import Prepared

WINDOW = timedelta(hours=1)
FREE_TRIES = 5  # at one account from one address
FREE_TRIES_AT_ACCOUNT = 30  # at one account from everywhere
FREE_TRIES_FROM_ADDRESS = 50  # from one address at all accounts; an office may share one
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 15 * 60


@dataclass(frozen=True)
class Failures:
    """What failed within the last hour."""

    here: int = 0  # at this account from this address
    at_account: int = 0
    from_address: int = 0
    last_here: datetime | None = None
    last_at_account: datetime | None = None
    last_from_address: datetime | None = None
    succeeded_here: bool = False  # the person has signed in from this address before


def place_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 of an IPv6 one, which one subscriber has whole."""
    if ":" not in address:
        return address
    try:
        known = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(known.ipv4_mapped or IPv6Network((known, 64), strict=False))


def seconds_to_wait(attempts: type[Model], field: str, value: str, place: str, **scope: str) -> int:
    """How many seconds whoever tries now must still wait, by a security log; 0 when they may try.

    The log has the columns `was_heard`, `succeeded`, `address` (a `place_of`), `at` and `field`.
    """
    failures = recent_failures(attempts, field, value, place, **scope)
    return pause_seconds(failures, clock.now()) if failures != Failures() else 0


def pause_seconds(failures: Failures, now: datetime) -> int:
    """How many seconds the person must still wait; 0 when they may try now.

    Whoever has signed in from this address before need not wait for what others have tried at the account.
    """
    pauses = [
        _remaining(failures.here - FREE_TRIES, failures.last_here, now),
        _remaining(failures.from_address - FREE_TRIES_FROM_ADDRESS, failures.last_from_address, now),
    ]
    if not failures.succeeded_here:
        pauses.append(_remaining(failures.at_account - FREE_TRIES_AT_ACCOUNT, failures.last_at_account, now))
    return max(pauses)


def _remaining(beyond: int, last: datetime | None, now: datetime) -> int:
    if beyond < 0 or last is None:
        return 0
    pause: int = min(FIRST_PAUSE_SECONDS * 2 ** min(beyond, 10), LONGEST_PAUSE_SECONDS)
    waited = max(0, int((now - last).total_seconds()))  # in one transaction `now` stands still, and tries go on
    return max(0, pause - waited)


def recent_failures(attempts: type[Model], field: str, value: str, address: str, **scope: str) -> Failures:
    """The failures that concern a try now, from a security log: `was_heard`, `succeeded`, `address`, `at` and `field`.

    Tries that came during a pause were not heard, and do not count.
    """
    if _failures(attempts, field).first(value=value, address=address) is None:
        return Failures()  # most tries; the count below takes ten times as long to compose as to answer
    same, near = Q(**{field: value}), Q(address=address)
    rows = attempts._default_manager.filter(same | near, **scope)
    found = rows.filter(succeeded=False, was_heard=True, at__gt=Now() - WINDOW).aggregate(
        here=Count("pk", filter=same & near),
        at_account=Count("pk", filter=same),
        from_address=Count("pk", filter=near),
        last_here=Max("at", filter=same & near),
        last_at_account=Max("at", filter=same),
        last_from_address=Max("at", filter=near),
    )
    crowded = found["at_account"] >= FREE_TRIES_AT_ACCOUNT
    return Failures(**found, succeeded_here=crowded and rows.filter(same, near, succeeded=True).exists())


@cache
def _failures(attempts: type[Model], field: str) -> Prepared[Model]:
    """What is counted above, whatever the scope."""
    return Prepared(
        lambda value, address: attempts._default_manager.filter(
            Q(**{field: value}) | Q(address=address), succeeded=False, was_heard=True, at__gt=Now() - WINDOW
        )
    )


def name_fingerprint(name: str) -> str:
    """The keyed hash under which the security log keeps what was typed as a user name.

    People type their password into the wrong box; the log must not hold it.
    """
    return hmac.new(settings.SECRET_KEY.encode(), name.strip().lower().encode(), hashlib.sha256).hexdigest()
