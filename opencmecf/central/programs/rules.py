"""Decisions about programs of others, as pure functions."""

from __future__ import annotations

from urllib.parse import urlsplit

from opencmecf.central.accounts.models import Account, AccountType
from opencmecf.central.signon.redirects import LOOPBACK
from opencmecf.foundation.errors import Refused

MOST_PROGRAMS = 10  # of one account
MOST_ADDRESSES = 10
SECOND_FACTOR_PAGE = ("Set up a second factor", "/manage/mfa")


def check_may_register(account: Account, *, has_second_factor: bool, registered: int) -> None:
    """Raise `Refused` unless `account` may register one more program: an Upgraded one of a person, with two factors."""
    if account.account_type != AccountType.UPGRADED:
        raise Refused("Only an Upgraded PACER account can register programs.", "Upgrade your account first.")
    if account.is_shared:
        raise Refused("This account is shared by a group.", "Use the PACER account of the person who answers for it.")
    if not has_second_factor:
        raise Refused(
            "Whoever registers a program needs a second factor.",
            "Set one up, then come back here.",
            links=(SECOND_FACTOR_PAGE,),
        )
    if registered >= MOST_PROGRAMS:
        raise Refused(f"One account can register {MOST_PROGRAMS} programs.", "Ask the PACER Service Center for more.")


def check_may_approve(*, is_own: bool) -> None:
    """Raise `Refused` for a program of the very person who decides."""
    if is_own:
        raise Refused("You have registered this program yourself.", "Ask somebody else at the service center.")


def check_is_what_was_seen(*, is_same: bool, page: str) -> None:
    """Raise `Refused` when the maker has changed the program after whoever decides has looked at it on `page`."""
    if not is_same:
        raise Refused(
            "The program was changed after you had opened its page. Nothing was approved.",
            "Look at what it asks for now, and decide about that.",
            links=(("Look at the program again", page),),
        )


def redirect_problem(address: str) -> str:
    """What is wrong with an address that people are sent back to, or "" (RFC 9700, 2.1 and 4.1; RFC 8252, 7.3)."""
    problem = _form_problem(address)
    if problem:
        return problem
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return ""
    if parts.scheme == "http" and parts.hostname == "localhost":
        return f"Write 127.0.0.1 in place of localhost: {address}"
    return f"Use https. Only a program on the person’s own computer may use http://127.0.0.1: {address}"


def notice_problem(address: str) -> str:
    """What is wrong with the address at which a program's server is told of logouts, or ""."""
    if not address:
        return ""
    return redirect_problem(address)


def addresses(typed: str) -> list[str]:
    """The addresses in a box, one in a line, each once."""
    return list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))


def _form_problem(address: str) -> str:
    """What is wrong with the form of an address, whatever its scheme."""
    if not address.isascii() or any(not 32 < ord(sign) < 127 for sign in address):
        return f"Write the address with plain letters and without spaces: {address}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        return f"Write the whole address, such as https://www.example.com/signed-in: {address}"
    if "*" in address:
        return f"Write each address in full; a * does not stand for others: {address}"
    if parts.fragment or address.endswith("#"):
        return f"Leave out the part from # on: {address}"
    if "@" in parts.netloc or "\\" in address:
        return f"Leave out the sign @ or \\ in the name of the server: {address}"
    return ""
