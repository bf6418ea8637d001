"""Decisions about court accounts and linking, as pure functions."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

from opencmecf.court.filers.models import BarStatus, CourtAccount, NameParts, Person
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused

LINK_TAKES_AT_MOST = timedelta(minutes=15)
RESET_MAILS_PER_HOUR = 5
SHOW_PACER_ACCOUNT = ("Show PACER Account", "/utilities/pacer-account")


def wrong_credentials() -> Refused:
    """What somebody is told whose court login or password is not right."""
    return Refused(
        "The CM/ECF login or password is not right.",
        "Enter the login and password that this court issued to you for filing, not those of your PACER account. "
        "An account that was linked before has no password any more: log in with the PACER account that it is linked "
        "to. If you do not know your login, choose “Forgot login/password” or call the court's help desk.",
    )


def already_linked(account: CourtAccount) -> Refused:
    """What somebody is told whose PACER account files at this court already, or did until the account was disabled."""
    if not account.is_active:
        return disabled(account)
    return Refused(
        f"Your PACER account is already linked to the CM/ECF account for {account.name} at this court.",
        "One PACER account can be linked to one filing account of a court. Call the help desk if it is the wrong one.",
        links=(SHOW_PACER_ACCOUNT,),
    )


def disabled(account: CourtAccount) -> Refused:
    """What somebody is told who is linked to a court account that the court has disabled."""
    return Refused(
        f"The court has disabled the CM/ECF account for {account.name}, which your PACER account is linked to.",
        "You can still view cases. To file again, call the court's help desk; nothing has to be linked anew.",
        links=(SHOW_PACER_ACCOUNT,),
    )


def stale_invitation() -> Refused:
    """What somebody is told whose link from an invitation is good no more."""
    return Refused(
        "This link is not good any more.",
        "It works for a week and only once. Ask the court for a new one, or for your login and password.",
        links=(("Forgot login/password", "/forgot-login"),),
    )


def check_reserved(account: CourtAccount, person: Person) -> None:
    """Raise `Refused` when the court has named another PACER account as the only one that may be linked."""
    if account.reserved_for and account.reserved_for != person.account_number:
        raise Refused(
            f"The court has issued this account for the PACER account {account.reserved_for} alone.",
            f"You are logged in with {person.account_number}. Log out and log in with the other one, or call the "
            "court's help desk.",
        )


def require_manage(account: CourtAccount, actor: Actor) -> None:
    """Raise `NotAllowed` unless `actor` looks after accounts like this at its court: filers' ones, or staff's too."""
    permission = Permission.STAFF_MANAGE if account.is_staff else Permission.FILER_MANAGE
    actor.require_at(permission, account.court_id)


def check_not_own(account: CourtAccount, actor: Actor) -> None:
    """Raise `Refused` when `actor` acts with this very account: nobody locks himself or herself out."""
    if actor.court_account_id == account.pk:
        raise Refused("This is your own account.", "Ask a colleague to do it.")


def check_bar_status(account: CourtAccount) -> None:
    """Raise `Refused`, naming the status and what to do, unless the holder may practice before the court."""
    if not account.is_attorney or account.bar_status == BarStatus.ACTIVE:
        return
    since = f" since {account.bar_status_since:%m/%d/%Y}" if account.bar_status_since else ""
    raise Refused(
        f"The bar status of {account.name} at this court is “{BarStatus(account.bar_status).label}”{since}. Only "
        "active members of the bar can file.",
        "Your drafts are kept. If the status is wrong, or has changed, call the clerk's office; when it is active "
        "again, you can go on at once.",
    )


def comparable_bar_number(number: str) -> str:
    """`number` in small letters and digits alone, without zeros before it, as bar numbers are compared."""
    return _plain(number).lstrip("0")


def check_status_date(since: date, *, today: date) -> None:
    """Raise `Refused` for a bar status that begins in the future: a status counts from the moment it is entered."""
    if since > today:
        raise Refused("A bar status counts from the moment it is entered.", "Type today's date or an earlier one.")


def login_of_newcomer(name: NameParts, bar_number: str, account_number: str) -> str:
    """The login that a court proposes for a new account: initials and bar number, or PACER account number."""
    first, _, last, _ = name
    initials = f"{_plain(first)[:1]}{_plain(last)[:1]}"
    return f"{initials}{_plain(bar_number) or account_number}"


def password_expired(url: str) -> Refused:
    """What somebody is told whose right password is too old; `url` leads to a new one."""
    return Refused(
        "Your CM/ECF password is too old. Nothing else is wrong with it.",
        "Choose a new one now; it takes a minute. Then log in with it.",
        links=(("Choose a new CM/ECF password", url),),
    )


def password_has_expired(set_at: datetime | None, now: datetime, *, life: timedelta | None) -> bool:
    """Whether a court password is older than the deployment's rule allows; it never expires where `life` is None."""
    return life is not None and set_at is not None and now - set_at > life


def check_court_is_live(*, is_nextgen: bool, go_live_on: date | None, court_name: str) -> None:
    """Raise `Refused`, with the date where one is set, unless accounts can be linked at the court yet (S3)."""
    if is_nextgen:
        return
    if go_live_on is None:
        raise Refused(
            f"The {court_name} has not moved to NextGen yet, and no date is set.",
            "Until then, file here with the login that the court issued to you. There is nothing to link.",
        )
    raise Refused(
        f"The {court_name} moves to NextGen on {go_live_on:%m/%d/%Y}. Accounts can be linked from that day on.",
        "Until then, file here with the login that the court issued to you.",
    )


def check_may_link(person: Person, *, upgrade_url: str, register_url: str) -> None:
    """Raise `Refused` unless the PACER account is of a kind that can file: individual (S5) and upgraded (S8)."""
    if person.is_shared:
        raise Refused(
            "This PACER account is shared by a group. Shared accounts can view, and cannot file or be linked.",
            "Every filer needs an individual PACER account. Register one, log in with it, and link again.",
            links=(("Register an individual PACER account", register_url),),
        )
    if person.is_legacy:
        raise Refused(
            "Your PACER account is a Legacy account. It must be upgraded before it can be linked.",
            "Upgrade it now; it takes some minutes. Then log in with the upgraded account and link again.",
            links=(("Upgrade my PACER account", upgrade_url),),
        )


def unfit_to_link(person: Person, *, upgrade_url: str, register_url: str) -> Refused | None:
    """Why the PACER account could never be linked as it is; None for one that could."""
    try:
        check_may_link(person, upgrade_url=upgrade_url, register_url=register_url)
    except Refused as refused:
        return refused
    return None


def names_match(court_name: NameParts, pacer_name: NameParts) -> bool:
    """Whether two names (first, middle, last, generation) can be the same person's.

    Case, accents, dots and spaces do not count. A middle name that only one side has does not count either, and an
    initial matches the name that it begins.
    """
    first, middle, last, generation = (_plain(part) for part in court_name)
    other_first, other_middle, other_last, other_generation = (_plain(part) for part in pacer_name)
    if (first, last, generation) != (other_first, other_last, other_generation):
        return False
    if not middle or not other_middle:
        return True
    return middle.startswith(other_middle) or other_middle.startswith(middle)


def is_same_attorney(printed: str, name: NameParts) -> bool:
    """Return whether a name as dockets print it ("Robert T. Okafor , Jr.") can be that of an account."""
    main, _, generation = printed.partition(",")
    words = main.split()
    if len(words) < 2:
        return False
    first, rest = words[0], words[1:]
    splits = ((" ".join(rest[:place]), " ".join(rest[place:])) for place in range(len(rest)))
    return any(names_match((first, middle, last, generation), name) for middle, last in splits)


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalnum())
