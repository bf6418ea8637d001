"""The security log, and the second factor under its eyes: one try at a time per account, and not too fast."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import actions as second_factor
from opencmecf.central.signon import rules
from opencmecf.central.signon.models import Attempt, Way
from opencmecf.foundation import throttle
from opencmecf.foundation.database.prepared import insert
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.visitor import Visitor

Result = TypeVar("Result")


def shown(account: Account, visitor: Visitor, way: Way, show: Callable[[], Result]) -> Result:
    """What `show` returns. A wrong second factor is in the security log when `WrongProof` is raised for it.

    All of it is one transaction, which holds what `show` has done even when it raises `Refused`: what was shown once is
    used up, whatever comes of it. Raises `Refused` without asking `show` when there were too many wrong tries.
    """
    fingerprint = throttle.name_fingerprint(account.username)
    with transaction.atomic():
        second_factor.one_at_a_time(account)
        not_too_fast(fingerprint, visitor)
        try:
            return show()
        except Refused as error:
            if isinstance(error, second_factor.WrongProof):
                log_attempt(account, fingerprint, visitor, way, succeeded=False)
            refused = error
    raise refused


def not_too_fast(fingerprint: str, visitor: Visitor) -> None:
    """Raise `Refused` when there were too many wrong tries at this name or from this address."""
    pause = throttle.seconds_to_wait(Attempt, "username_fingerprint", fingerprint, visitor.place)
    if pause:
        raise Refused(*rules.too_many_codes(pause))


def log_attempt(
    account: Account | None,
    fingerprint: str,
    visitor: Visitor,
    way: Way,
    *,
    succeeded: bool,
    was_heard: bool = True,
) -> None:
    """Note a try in the security log; one that came during a pause was not heard."""
    insert(
        Attempt(
            username_fingerprint=fingerprint,
            account=account,
            address=visitor.place,
            succeeded=succeeded,
            was_heard=was_heard,
            way=way,
        )
    )
