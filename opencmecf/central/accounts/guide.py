"""“Not sure?”: a few questions that lead to the right class of account; pure decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opencmecf.central.accounts.models import AccountClass


@dataclass(frozen=True)
class Question:
    """One question: how many come before it, its name, its words, and the answers with their names."""

    place: int
    name: str
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Advice:
    """The class of account to register, and why."""

    account_class: AccountClass
    why: str


WHO = Question(
    0,
    "who",
    "Who will use the account?",
    (
        ("me", "I will, and nobody else"),
        ("firm", "Nobody: it is to pay for the accounts of the people in a firm or office"),
        ("group", "Several people together"),
    ),
)
FILE = Question(
    1,
    "file",
    "Will you file documents with a court?",
    (
        ("yes", "Yes, or I may later"),
        ("for-attorney", "Yes, for the attorneys I work for"),
        ("no", "No, I only search for cases and read what was filed"),
    ),
)
ATTORNEY = Question(
    2,
    "attorney",
    "Are you an attorney who files as counsel?",
    (
        ("yes", "Yes"),
        ("no", "No: I am a party, a creditor, a trustee, a court reporter or somebody else"),
    ),
)

_FIRM = Advice(
    AccountClass.FIRM,
    "A PACER Administrative Account pays for the accounts of a firm’s people. Each of them has one of his or her own.",
)
_GROUP = Advice(
    AccountClass.FIRM,
    "No account that several people use can file. Each person registers one, and this account can pay for them all.",
)
_SEARCH = Advice(AccountClass.CASE_SEARCH, "It searches the cases of every court. You can register to file later.")
_STAFF = Advice(
    AccountClass.CASE_SEARCH,
    "You log in as yourself. An attorney can then let you file for him or her, court by court, and end that any time.",
)
_ATTORNEY = Advice(
    AccountClass.ATTORNEY_FILER, "It searches and files. Each court where you want to file must admit you first."
)
_OTHER = Advice(AccountClass.NON_ATTORNEY_FILER, "It searches and files. The court decides who may file there.")

# Where each answer leads.
_NEXT: dict[tuple[str, ...], Question | Advice] = {
    (): WHO,
    ("firm",): _FIRM,
    ("group",): _GROUP,
    ("me",): FILE,
    ("me", "no"): _SEARCH,
    ("me", "for-attorney"): _STAFF,
    ("me", "yes"): ATTORNEY,
    ("me", "yes", "yes"): _ATTORNEY,
    ("me", "yes", "no"): _OTHER,
}


def next_step(answers: Sequence[str]) -> Question | Advice:
    """What to ask after these answers, or what to advise; an answer that there is not is asked for again."""
    known = tuple(answers)
    while known not in _NEXT:
        known = known[:-1]
    return _NEXT[known]
