"""How the PACER accounts behind a court's filers stand, for a court that rehearses its go-live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models.functions import Lower

from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus, AccountType

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Filer:
    """Somebody as a court knows him or her."""

    email: str
    first_name: str
    last_name: str


def states_of(filers: Sequence[Filer]) -> list[str]:
    """For each filer: upgraded, legacy, shared, unknown (an account that may be another's) or none; by e-mail, name."""
    emails = {filer.email.strip().lower() for filer in filers} - {""}
    rows = Account.objects.alias(lower=Lower("email")).filter(lower__in=emails)
    by_email: defaultdict[str, list[Account]] = defaultdict(list)
    for account in rows:
        by_email[account.email.lower()].append(account)
    return [state_of(filer, by_email[filer.email.strip().lower()]) for filer in filers]


def state_of(filer: Filer, accounts: Iterable[Account]) -> str:
    """The best that one of the `accounts` with the filer's e-mail address can be for the filer."""
    found = {_state(filer, account) for account in accounts}
    return next((state for state in ("upgraded", "legacy", "shared", "unknown") if state in found), "none")


def _state(filer: Filer, account: Account) -> str:
    if account.status != AccountStatus.ACTIVE:
        return "unknown"
    if account.is_shared or account.account_class == AccountClass.FIRM:
        return "shared"
    same = (account.first_name.casefold(), account.last_name.casefold())
    if same != (filer.first_name.strip().casefold(), filer.last_name.strip().casefold()):
        return "unknown"
    return "upgraded" if account.account_type == AccountType.UPGRADED else "legacy"
