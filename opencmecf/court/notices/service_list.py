"""Who is served in a case: every attorney of record, and every party without one (feature map 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_LEFT_THE_CASE = "TERMINATED"
_ACCOUNT = tuple(
    f"court_account__{name}"
    for name in ("pk", "is_active", "email", "first_name", "middle_name", "last_name", "generation")
)


def service_list(case: Case) -> tuple[Addressee, ...]:
    """Return who is served in the case, each once, in the order of the docket sheet.

    Everybody whose account at this court may file is told by e-mail; the others have to be served by other means, at
    the address that the docket shows. Two queries, whatever the size of the case, and no rows of models: a case may
    have hundreds of attorneys.
    """
    appearances = Appearance.objects.filter(party__case=case).order_by("party__order", "order")
    settings = settings_of(appearances.order_by().values("court_account"))
    people: dict[str, Addressee] = {}
    for one in appearances.values_list("roles", "name", "lines", *_ACCOUNT):
        if _has_left(one[0]):
            continue
        addressee = _addressee(one[1], one[2], one[3:], settings)
        known = people.get(addressee.name)
        if known is None or not (known.addresses or known.postal):
            people[addressee.name] = addressee
    return tuple(people.values())


def _addressee(name: str, printed: Any, account: Any, settings: dict[int, list[NoticeAddress]]) -> Addressee:
    key, is_active, email, *names = account
    if not is_active:
        return Addressee(name=name, postal=_postal(printed))
    told = rules.addresses_told(email, settings.get(key, ()))
    known_as = " ".join(part for part in names if part)
    return Addressee(name=known_as, addresses=told, postal=() if told else _postal(printed), account=key)


def _has_left(roles: Iterable[str]) -> bool:
    return any(role.upper().startswith(_LEFT_THE_CASE) for role in roles)


def _postal(printed: Any) -> tuple[str, ...]:
    """Return the lines of the postal address that the docket shows below the attorney."""
    contact = reading.counsel_contact(Counsel(name="", lines=rows.lines_from(printed)))
    return tuple(line for line in contact if line.strip() and not _NO_POSTAL_LINE.match(line.strip()))


def settings_of(accounts: Any) -> dict[int, list[NoticeAddress]]:
    """Return the e-mail settings of accounts, by account; `accounts` is a list of keys or a query for them."""
    settings: dict[int, list[NoticeAddress]] = {}
    for row in NoticeAddress.objects.filter(account__in=accounts).order_by("pk"):
        settings.setdefault(row.account_id, []).append(row)
    return settings
