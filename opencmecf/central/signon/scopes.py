"""What programs of others can ask for, in the words in which people are asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """One word of the `scope` parameter: what it says to a person, and the claims that it opens."""

    name: str
    title: str
    explanation: str
    claims: tuple[str, ...] = ()


OFFLINE_ACCESS = "offline_access"
FOR_PROGRAMS = (
    Scope(
        "openid",
        "That you have logged in",
        "When and how you logged in, and a name that stands for you at this program alone.",
    ),
    Scope(
        "profile",
        "Your name",
        "First, middle and last name, as they are in your PACER account.",
        ("name", "given_name", "middle_name", "family_name", "generation"),
    ),
    Scope("email", "Your e-mail address", "The address to which your PACER mail goes.", ("email", "email_verified")),
    Scope(
        "accounts",
        "Your account number and your courts",
        "The number of your PACER account, and the courts at which a filing account is linked to it.",
        ("account_number", "courts"),
    ),
    Scope(
        OFFLINE_ACCESS,
        "To see this while you are away",
        "The program can look it up again without you, until you take that back, log out everywhere or change your "
        "password, and for 180 days at most.",
    ),
)
NEVER_SHOWN = (
    "your password or your second factor",
    "what you have looked at or filed, and what you were charged",
    "sealed or restricted documents, or anything else of a case",
)
NEVER_DONE = "It cannot search, view, file or spend money in your name."
CLAIMS = tuple(claim for scope in FOR_PROGRAMS for claim in scope.claims)


def words(scope: str) -> list[str]:
    """The words of a `scope` parameter, each once, in their order."""
    return list(dict.fromkeys(scope.split()))


def within(scope: str, *limits: str) -> str:
    """Those words of `scope` that every one of `limits` holds as well."""
    return " ".join(word for word in words(scope) if all(word in limit.split() for limit in limits))


def described(scope: str) -> list[Scope]:
    """What `scope` opens to a program, in the order in which people are told."""
    return [one for one in FOR_PROGRAMS if one.name in scope.split()]


def claims_opened(scope: str) -> Iterable[str]:
    """The names of the claims that `scope` opens to a program."""
    return [claim for one in described(scope) for claim in one.claims]
