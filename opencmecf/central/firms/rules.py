"""Decisions about firms and their people."""

from __future__ import annotations

from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus, AccountType
from opencmecf.foundation.client_code import ClientCodeRule
from opencmecf.foundation.errors import Refused

WRONG_NAMES_PER_HOUR = 10
NO_SUCH_ACCOUNT = "There is no account of a person with this number and last name."


def name_of_firm(firm: Account) -> str:
    """The firm as its people know it: its own name, or the administrator's where it has told none."""
    return firm.firm_name or firm.name


def check_is_firm(firm: Account) -> None:
    """Raise `Refused` unless `firm` is an upgraded PACER Administrative Account."""
    if firm.account_class != AccountClass.FIRM:
        raise Refused(
            "This is not a PACER Administrative Account.", "Register one for the firm; it is free, and one is enough."
        )
    if firm.account_type != AccountType.UPGRADED:
        raise Refused(
            "A Legacy account cannot take in other accounts.",
            "Upgrade it first; that takes some five minutes.",
            links=(("Upgrade", "/manage/upgrade"),),
        )


def check_is_person(account: Account) -> None:
    """Raise `Refused` for a firm's account: it is charged for its people, and its rule for client codes is theirs."""
    if account.account_class == AccountClass.FIRM:
        raise Refused(
            "This account views nothing itself.",
            "Set the rule for the people of the firm.",
            links=(("Rule for client codes", "/manage/firm/client-codes"),),
        )


def check_can_pay(firm: Account) -> None:
    """Raise `Refused` for a firm whose account is locked or inactive: nobody there could pay or let anybody go."""
    if firm.status != AccountStatus.ACTIVE:
        raise Refused(
            "The account of this firm is not active.",
            "Ask the firm to call the PACER Service Center. You can accept when its account is active again.",
        )


def check_may_approve(firm: Account, *, is_own: bool) -> None:
    """Raise `Refused` unless the service center can approve `firm`; nobody approves an account of their own."""
    if firm.account_class != AccountClass.FIRM:
        raise Refused("This is not a PACER Administrative Account.", "There is nothing to approve.")
    if is_own:
        raise Refused("This is your own account.", "Ask somebody else at the service center.")


def can_be_invited(account: Account, last_name: str) -> bool:
    """Whether `account` is that of a person with this last name, and can be signed in to."""
    return (
        account.account_class != AccountClass.FIRM
        and account.status == AccountStatus.ACTIVE
        and account.last_name.casefold() == " ".join(last_name.split()).casefold()
    )


def rule_problem(rule: ClientCodeRule) -> tuple[str, str]:
    """The field of a client-code rule that is wrong and what to do about it; two empty texts when nothing is."""
    if rule.shape and not rule.example:
        return "example", "Type a code that your people may use, so that they see what is meant."
    if rule.example and not rule.fits(rule.example):
        return "example", f"This example does not have the form {rule.shape}. Change one of the two."
    return "", ""
