"""Who may sign in, as pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus
from opencmecf.central.accounts.rules import EXEMPT_FORM
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.client_code import ClientCodeRequired, rule_in

IDLE_LIMIT = timedelta(minutes=60)  # NIST SP 800-63B-4, 2.2.3: one hour without a sign of life
ABSOLUTE_LIMIT = timedelta(hours=12)
PROGRAM_TOKEN_IDLE_LIMIT = timedelta(minutes=60)
PROGRAM_TOKEN_LIFE = timedelta(hours=12)
PENDING_LIFE = timedelta(minutes=10)
CODES_PER_PASSWORD = 5

# The words that existing programs look for (wire contract 2.1).
WRONG_FOR_PROGRAMS = "Invalid username, password, or one-time passcode."
REDACTION = (
    "All filers must redact: Social Security or taxpayer-identification numbers; dates of birth; names of minor "
    "children; financial account numbers; and in criminal cases, home addresses, in compliance with Fed. R. Civ. P. "
    "5.2 or Fed. R. Crim. P. 49.1. This requirement applies to all documents, including attachments."
)

WRONG = "The username or password is not right."
WRONG_REMEDY = "Check both and try again. Passwords tell capital and small letters apart."
CHANGED_MEANWHILE = ("Your account was changed at this very moment.", "Log in once more.")


def username_and_use(typed: str) -> tuple[str, bool]:
    """The username in what was typed at the login, and whether X- before it asks for exempt use (feature map 1.10)."""
    typed = typed.strip()
    if typed.upper().startswith(EXEMPT_FORM):
        return typed[len(EXEMPT_FORM) :], True
    return typed, False


def why_not(account: Account) -> tuple[str, str] | None:
    """What keeps a person with the right password out, and what to do about it; None when nothing does."""
    if account.status == AccountStatus.PENDING:
        return (
            "Your e-mail address is not confirmed yet.",
            "Open the message that we sent when you registered and follow its link. You can have it sent again.",
        )
    if account.status == AccountStatus.HELD:
        return (
            "The PACER Service Center is looking at your registration.",
            "We write to you when that is done, mostly within two business days. Nothing is left for you to do.",
        )
    if account.status == AccountStatus.CLOSED:
        return (
            "This account is closed. It was merged into your individual PACER account.",
            "Log in with the username of that account.",
        )
    if account.status != AccountStatus.ACTIVE:
        return (
            "This account is not active.",
            "Call the PACER Service Center; they can tell you why and make it active again.",
        )
    return None


def warning_to_program(known: Mapping[str, Any]) -> str:
    """What a program that has signed in is told beside its token: why it can view nothing, "" when it can.

    `known` is what courts learn of the token. Programs show the text and go on (wire contract 2.1).
    """
    if known.get("account_class") == AccountClass.FIRM:
        return "This is a PACER Administrative Account. It neither searches nor files."
    if known.get("case_search", CaseSearch.ACTIVE) != CaseSearch.ACTIVE:
        return "Search is disabled: the case search of this account is not active. Activate it in Manage My Account."
    rule = rule_in(known.get("client_code_rule", {}))
    code = known.get("client_code", "")
    return "" if rule.fits(code) else ClientCodeRequired(rule, code).message


def too_many_tries(seconds: int) -> tuple[str, str]:
    """What is said to somebody who must wait before the next try."""
    return (
        f"There were too many wrong tries. Wait {_wait(seconds)}, then try again.",
        "If you do not know your password any more, choose “Forgot Your Password?”; that is not slowed down.",
    )


def too_many_codes(seconds: int) -> tuple[str, str]:
    """What is said to somebody who must wait before the next code."""
    return (
        f"There were too many wrong tries. Wait {_wait(seconds)}, then try again.",
        "If you have no app or code at hand, read “I do not have access to my method”.",
    )


def _wait(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
