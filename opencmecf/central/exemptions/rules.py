"""Decisions about exemptions and about merging an exempt account into a person's own."""

from __future__ import annotations

from datetime import date, timedelta

from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus
from opencmecf.foundation.errors import Refused

LONGEST_PERIOD = timedelta(days=5 * 366)  # the fee schedule wants exemptions limited in time


def period_problem(first: date, last: date, today: date) -> str:
    """What is wrong with the period of a new exemption, or ""."""
    if last < first:
        return "The last day is before the first. Exchange the two dates."
    if last < today:
        return "The last day is over already. Choose a later one."
    if last - first > LONGEST_PERIOD:
        return "An exemption lasts five years at most. Choose an earlier last day; it can be granted again."
    return ""


def state_in_words(first: date, last: date, *, is_withdrawn: bool, today: date) -> str:
    """How a grant stands: what a page says of it."""
    if is_withdrawn:
        return "Withdrawn"
    if today < first:
        return "Begins later"
    return "In force" if today <= last else "Ended"


def check_not_own(*, is_own: bool) -> None:
    """Raise `Refused` for the account of the very person who decides, whose money it is about."""
    if is_own:
        raise Refused("This is your own account.", "Ask somebody else at the service center.")


def check_may_hold(account: Account) -> None:
    """Raise `Refused` for an account that cannot be exempt: a firm's, which views nothing, a closed one, or one that is
    forgotten if nobody confirms its e-mail address.
    """
    if account.account_class == AccountClass.FIRM:
        raise Refused("A PACER Administrative Account views nothing, so there is nothing to be exempt from.")
    if account.status == AccountStatus.CLOSED:
        raise Refused("This account is closed.", "Grant the exemption to the account that it was merged into.")
    if account.status == AccountStatus.PENDING:
        raise Refused(
            "This account waits for its e-mail address to be confirmed.",
            "Grant the exemption once its holder has followed the link in the message.",
        )


def check_may_merge(old: Account, into: Account, *, is_linked: bool, has_open_request: bool = False) -> None:
    """Raise `Refused` unless `old` may be merged into `into`.

    `is_linked` is whether a court lets `old` file, `has_open_request` whether it has applied to one that has not
    decided: the court would issue its account to somebody who cannot log in any more.
    """
    if old.pk == into.pk:
        raise Refused("These are one and the same account.", "Type the number of the old one.")
    if AccountClass.FIRM in (old.account_class, into.account_class):
        raise Refused("A PACER Administrative Account cannot be merged.")
    if AccountStatus.CLOSED in (old.status, into.status):
        raise Refused("One of the two accounts is closed already.", "Look at both again.")
    if old.status in (AccountStatus.PENDING, AccountStatus.HELD):
        raise Refused(
            f"The registration of account {old.number} is not finished: {AccountStatus(old.status).label}.",
            "Refuse it on “Review Registration Hold”; one that nobody confirms is forgotten by itself.",
        )
    if into.status != AccountStatus.ACTIVE:
        raise Refused(
            f"Nobody can log in with account {into.number}, which would stay.",
            "Have it confirmed or unlocked first, or merge the other way round.",
        )
    if into.is_shared:
        raise Refused(
            "The account that stays is shared by a group. Exemptions are added to an account of one person.",
            "Choose the individual account.",
        )
    if not _may_be_one_person(old, into):
        raise Refused(
            f"The accounts are in different names or have different dates of birth: {old.name}, and {into.name}.",
            "Only accounts of one person can be merged. Have the name corrected first if it is the same person.",
        )
    if is_linked:
        raise Refused(
            f"Account {old.number} is linked to a filing account of a court, so it must stay.",
            "Merge the other way round, or ask the court to unlink it first. Drafts and receipts stay with the filing "
            "account, and are there once the other PACER account is linked to it.",
        )
    if has_open_request:
        raise Refused(
            f"Account {old.number} has applied to a court for admission or e-filing, and the court has not decided.",
            "Merge the other way round, or have the holder withdraw the request and apply with the account that stays.",
        )


def _may_be_one_person(one: Account, other: Account) -> bool:
    births = {one.date_of_birth, other.date_of_birth} - {None}
    return one.last_name.casefold() == other.last_name.casefold() and len(births) < 2
