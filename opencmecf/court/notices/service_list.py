"""Who is served in a case: every attorney of record, and every party without one (feature map 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.docket import reading, rows
from opencmecf.court.docket.sheet import Counsel
from opencmecf.court.notices import rules
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.notices.values import Addressee

_NO_POSTAL_LINE = re.compile(
    r"(?:phone|direct|fax|tel|email|e-mail|pager|bar|cell)\b.*:|\(see above|\S+@\S+|[\d() +.-]{7,}$", re.IGNORECASE
)
_ACCOUNT = tuple(
    f"court_account__{name}"
    for name in ("pk", "is_active", "email", "first_name", "middle_name", "last_name", "generation")
)


def service_list(case: Case) -> tuple[Addressee, ...]:
    """Return who is served in the case, each once, in the order of the docket sheet.

    Everybody whose account at this court may file is told by e-mail; the others have to be served by other means, at
    the address that the docket shows. Two attorneys may have one name: an account is one person, and a line without an
    account is the person of another line only where their addresses agree too. In doubt both are served. Two queries,
    whatever the size of the case, and no rows of models: a case may have hundreds of attorneys.
    """
    appearances = Appearance.objects.filter(party__case=case).order_by("party__order", "order")
    settings = settings_of(appearances.order_by().values("court_account"))
    lines = [
        _line(name, printed, account, settings)
        for roles, name, printed, *account in appearances.values_list("roles", "name", "lines", *_ACCOUNT)
        if not reading.has_left(roles)
    ]
    known = _Known(lines)
    people: dict[object, Addressee] = {}
    for line in lines:
        if not known.is_served_as_another(line):
            _put(people, line)
    return tuple(people.values())


@dataclass(frozen=True)
class _Line:
    """One attorney below one party: the name and the lines as printed, and whom that makes us serve."""

    name: str
    printed: Any
    addressee: Addressee

    @cached_property
    def contact(self) -> list[str]:
        """Address, telephone and e-mail, line by line."""
        return _contact(self.printed)

    @cached_property
    def place(self) -> str:
        """The postal address, as far as two of them are compared."""
        return " ".join(re.findall(r"\w+", " ".join(_postal(self.contact)).casefold()))

    @property
    def key(self) -> object:
        """What is the same on all the lines of one person."""
        return self.addressee.account or (self.name, self.place)


class _Known:
    """The lines of a case by the names that they print, to find one person on several of them."""

    def __init__(self, lines: Iterable[_Line]) -> None:
        names: dict[str, list[_Line]] = {}
        for line in lines:
            names.setdefault(line.name, []).append(line)
        self._namesakes = {name: found for name, found in names.items() if len(found) > 1}

    def is_served_as_another(self, line: _Line) -> bool:
        """Return whether a line without an account is of somebody whom another line serves."""
        if line.addressee.account is not None:
            return False
        others = [one for one in self._namesakes.get(line.name, ()) if one is not line]
        if any(_agree(line, one) for one in others if one.addressee.account is not None):
            return True
        if line.place:
            return False
        return any(one.place for one in others if one.addressee.account is None) or (bool(others) and _refers(line))


def _agree(line: _Line, other: _Line) -> bool:
    """Return whether a line without an account shows the address of an account's line, or where that one is told."""
    told = {address.lower() for address in other.addressee.addresses}
    shown = {word.strip(".,;:<>()").lower() for text in line.contact for word in text.split() if "@" in word}
    return bool(line.place and line.place == other.place) or bool(told & shown)


def _refers(line: _Line) -> bool:
    return any(text.strip().casefold().startswith("(see above") for text in line.contact)


def _put(people: dict[object, Addressee], line: _Line) -> None:
    known = people.get(line.key)
    if known is None or not (known.addresses or known.postal):
        people[line.key] = line.addressee


def _line(name: str, printed: Any, account: Any, settings: dict[int, list[NoticeAddress]]) -> _Line:
    return _Line(name, printed, _addressee(name, printed, account, settings))


def _contact(printed: Any) -> list[str]:
    return reading.counsel_contact(Counsel(name="", lines=rows.lines_from(printed)))


def _addressee(name: str, printed: Any, account: Any, settings: dict[int, list[NoticeAddress]]) -> Addressee:
    key, is_active, email, *names = account
    if not is_active:
        return Addressee(name=name, postal=_postal(_contact(printed)))
    told = rules.addresses_told(email, settings.get(key, ()))
    known_as = " ".join(part for part in names if part)
    return Addressee(name=known_as, addresses=told, postal=() if told else _postal(_contact(printed)), account=key)


def _postal(contact: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of the postal address among what the docket shows below the attorney."""
    return tuple(line for line in contact if line.strip() and not _NO_POSTAL_LINE.match(line.strip()))


def settings_of(accounts: Any) -> dict[int, list[NoticeAddress]]:
    """Return the e-mail settings of accounts, by account; `accounts` is a list of keys or a query for them."""
    settings: dict[int, list[NoticeAddress]] = {}
    for row in NoticeAddress.objects.filter(account__in=accounts).order_by("pk"):
        settings.setdefault(row.account_id, []).append(row)
    return settings
