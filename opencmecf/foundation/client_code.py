"""The client code: free text that charges are sorted by, and what a firm, or a person, may ask of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from opencmecf.foundation.errors import Refused

LONGEST = 32
CHANGE_PATH = "/utilities/client-code"  # at every court
_PLACEHOLDERS = {"#": "[0-9]", "@": "[A-Za-z]", "*": "[A-Za-z0-9]"}


@dataclass(frozen=True, kw_only=True)
class ClientCodeRule:
    """What a firm asks of the client codes of its people, or a person of his or her own.

    In `shape` a # stands for a digit, a @ for a letter, a * for either; every other character is itself. An empty
    shape lets every code pass. `example` is a code that fits, shown to whoever types one that does not.
    """

    is_required: bool = False
    shape: str = ""
    example: str = ""
    is_own: bool = False  # asked by the person, in Manage My Account, and by no firm

    @property
    def is_empty(self) -> bool:
        """Whether every code passes, none at all included."""
        return not self.is_required and not self.shape

    def fits(self, code: str) -> bool:
        """Whether a person whom it concerns may use `code`, which may be empty."""
        if not code:
            return not self.is_required
        return not self.shape or re.fullmatch(self._pattern, code) is not None

    def facts(self) -> dict[str, Any]:
        """The rule as JSON; nothing at all when it is empty."""
        return {} if self.is_empty else asdict(self)

    @property
    def _pattern(self) -> str:
        return "".join(_PLACEHOLDERS.get(character) or re.escape(character) for character in self.shape)


NO_RULE = ClientCodeRule()
_OWN_REMEDY = "Type one. You ask for it in Manage My Account, Set PACER Billing Preferences, and can change that there."
_FIRM_REMEDY = "Type a client code of your firm. Its administrator can tell you which."


class ClientCodeRequired(Refused):
    """The firm that pays for the account, or its holder, asks for a client code, or for one of another form."""

    def __init__(self, rule: ClientCodeRule, code: str, *, change_at: str = "") -> None:
        whose, asks = ("Your", "you have asked") if rule.is_own else ("Your firm’s", "your firm asks")
        wanted = f" {whose} codes look like {rule.example}." if rule.example else ""
        if code:
            super().__init__(f"The client code “{code}” does not have the form that {asks} for.{wanted}")
        else:
            # The first words are those that existing programs know.
            super().__init__(f"A Client Code is required for PACER search.{wanted}")
        self.remedy = _OWN_REMEDY if rule.is_own else _FIRM_REMEDY
        self.links = (("Change Client Code", change_at),) if change_at else ()


def rule_in(facts: Mapping[str, Any]) -> ClientCodeRule:
    """The rule that `ClientCodeRule.facts` has written; an empty one where there are none."""
    return ClientCodeRule(
        is_required=bool(facts.get("is_required")),
        shape=str(facts.get("shape", "")),
        example=str(facts.get("example", "")),
        is_own=bool(facts.get("is_own")),
    )


def checked(code: str) -> str:
    """`code` without surrounding spaces. Raises `Refused` when it is longer than 32 characters (feature map 2.3)."""
    code = " ".join(code.split())
    if len(code) > LONGEST:
        raise Refused(
            f"A client code has at most {LONGEST} characters; this one has {len(code)}.", "Shorten it and try again."
        )
    return code


def require(code: str, rule: ClientCodeRule, *, change_at: str = "") -> None:
    """Raise `ClientCodeRequired` when `code` is not one that `rule` lets pass; `change_at` is where it is changed."""
    if not rule.fits(code):
        raise ClientCodeRequired(rule, code, change_at=change_at)
