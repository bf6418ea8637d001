"""Decisions about accounts: pure functions on plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import Refused

EXEMPT_FORM = "X-"  # before the username: to view at CurrentGen courts as exempt
USERNAME = re.compile(r"[A-Za-z0-9._@-]{4,45}")
ACCOUNT_NUMBER = re.compile(r"[0-9]{7}")
UNITED_STATES = "United States of America"
ZIP_CODE = re.compile(r"\d{5}(-\d{4})?")
TELEPHONE = re.compile(r"\+?[0-9][0-9 ()./x-]{5,}")
EARLIEST_BIRTH = date(1900, 1, 1)

CONFIRMATION_LIFETIME = timedelta(days=3)
UNCONFIRMED_KEPT = timedelta(days=30)
FORMER_ADDRESS_TOLD = timedelta(days=90)  # as long is a former address written to when the account could be taken over
NEW_MAILBOX_CONFIRMED_WITHIN = timedelta(days=30)
REMINDED_OF_NEW_MAILBOX_BEFORE = timedelta(hours=24)
WRONG_HOLDERS_PER_HOUR = 5
MAILS_ON_REQUEST_PER_HOUR = 5
WRONG_PASSWORDS_PER_HOUR = 10
REGISTRATIONS_PER_HOUR = 20  # from one network address; an office may share one
GOVERNMENT_DOMAINS = (".gov", ".mil", ".us")

USER_TYPES: dict[str, tuple[str, ...]] = {
    AccountClass.CASE_SEARCH: (
        "Attorney or law firm",
        "Business",
        "Creditor",
        "Educational institution",
        "Federal government",
        "Media",
        "Nonprofit organization",
        "State or local government",
        "Individual",
    ),
    AccountClass.ATTORNEY_FILER: (
        "Private attorney",
        "CJA panel attorney",
        "Federal government attorney",
        "Pro bono attorney",
        "State or local government attorney",
    ),
    AccountClass.NON_ATTORNEY_FILER: (
        "Court reporter",
        "Creditor",
        "Filing agent",
        "Trustee",
        "U.S. Trustee",
        "Party without an attorney",
        "Individual",
    ),
    AccountClass.FIRM: (
        "Law firm",
        "Business",
        "Educational institution",
        "Federal government",
        "Nonprofit organization",
        "State or local government",
    ),
}

_BEFORE_A_NEW_MAILBOX: dict[AccountStatus, str] = {
    AccountStatus.PENDING: "Its e-mail address was never confirmed: the person registers again, with the right one.",
    AccountStatus.HELD: "Decide about the registration first.",
    AccountStatus.INACTIVE: "Unlock it first.",
    AccountStatus.DISABLED: "Unlock it first.",
    AccountStatus.CLOSED: "It was merged into another one. Look at that one.",
}


def username_problem(username: str) -> str:
    """What is wrong with `username`, or "" when it can be used."""
    if username.upper().startswith(EXEMPT_FORM):
        return f"A username cannot begin with {EXEMPT_FORM}, which stands for exempt use at the login. Choose another."
    if ACCOUNT_NUMBER.fullmatch(username):
        return "Seven digits are an account number, perhaps somebody else’s. Put a letter into the username."
    if USERNAME.fullmatch(username):
        return ""
    if not 4 <= len(username) <= 45:
        return "Choose a username of 4 to 45 characters."
    return "Use only letters, digits and the characters . _ - @ in the username."


def too_many_taken(seconds: int) -> str:
    """What is said to a network address that has heard of too many taken usernames, and must wait so long."""
    return f"Too many usernames that are taken were tried from your network. Send the form again in {seconds} seconds."


def password_problems(password: str, holder: Account) -> list[str]:
    """What is wrong with `password` for `holder`, whose names, username and e-mail it must not resemble.

    The rule is the one of the settings: length and a block list in place of prescribed kinds of characters
    (NIST SP 800-63B-4, 3.1.1.2).
    """
    if _is_repetition(password):
        return ["This password says the same thing again and again. Choose one that does not."]
    try:
        validate_password(password, user=holder)
    except ValidationError as error:
        return list(error.messages)
    return []


def birth_problem(birth: date, today: date) -> str:
    """What is wrong with a date of birth, or ""."""
    if birth >= today:
        return "The date of birth must be in the past. Type the year with four digits, for example 1/2/1980."
    if birth < EARLIEST_BIRTH:
        return "Check the year of the date of birth."
    return ""


def zip_problem(zip_code: str, country: str) -> str:
    """What is wrong with a ZIP code, or ""; other countries have rules of their own."""
    if country.strip().casefold() != UNITED_STATES.casefold() or ZIP_CODE.fullmatch(zip_code):
        return ""
    return "Type the ZIP code as five digits, or as five and four, for example 33128 or 33128-7716."


def state_problem(state: str, country: str) -> str:
    """What is wrong with the state of an address, or ""."""
    inside = country.strip().casefold() == UNITED_STATES.casefold()
    if inside and not state:
        return "Choose the state, or type the country that the address is in."
    if state and not inside:
        return f"Choose no state, or type {UNITED_STATES} as the country."
    return ""


def telephone_problem(telephone: str) -> str:
    """What is wrong with a telephone number, or ""."""
    if not telephone or TELEPHONE.fullmatch(telephone):
        return ""
    return "Type the telephone number with its area code, for example 305-555-0100."


def government_problem(user_type: str, email: str) -> str:
    """What is wrong with the e-mail address of somebody who registers for a government, or ""."""
    domain = email.strip().lower().rpartition("@")[2]
    if "government" not in user_type.lower() or domain.endswith(GOVERNMENT_DOMAINS):
        return ""
    return (
        "For this user type, give your government e-mail address: one that ends in .gov, .mil or .us. If you have "
        "none, choose another user type and call the PACER Service Center afterwards."
    )


def may_happen_again(earlier: Iterable[datetime], now: datetime, *, per_hour: int) -> bool:
    """Whether something that happened at the times `earlier` may happen once more at `now`."""
    return sum(moment > now - timedelta(hours=1) for moment in earlier) < per_hour


def case_search_status(account: Account) -> str:
    """The "Case search status" of Manage My Account."""
    if account.account_class == AccountClass.FIRM:
        return "None: a PACER Administrative Account neither searches nor files"
    shown = account.case_search if account.status == AccountStatus.ACTIVE else CaseSearch.INACTIVE
    return str(CaseSearch(shown).label)


def is_named(account: Account, typed: str) -> bool:
    """Whether `typed` is the number or the username of `account`, in whatever case."""
    return typed.strip().casefold() in (account.number, account.username.casefold())


def wait_in_words(hours: int) -> str:
    """A waiting time as people say it: "7 days", or "36 hours" where the days are not whole."""
    days, rest = divmod(hours, 24)
    return f"{hours} hours" if rest or not days else f"{days} day{'s' if days > 1 else ''}"


def check_may_replace_mailbox(account: Account, new_email: str, *, is_own: bool) -> None:
    """Raise `Refused` unless the service center's member may have `new_email` take the place of the account's."""
    if is_own:
        raise Refused("This is your own account.", "Ask a colleague.")
    if account.status != AccountStatus.ACTIVE:
        raise Refused("Nobody can log in with this account now.", _BEFORE_A_NEW_MAILBOX[AccountStatus(account.status)])
    if account.email.casefold() == new_email.casefold():
        raise Refused("This is the e-mail address that the account has now.")


def _is_repetition(password: str) -> bool:
    """Whether `password` is one part repeated; lists of common passwords hold the part but not the whole."""
    return 0 < (password + password).find(password, 1) < len(password)
