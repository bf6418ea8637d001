"""Who is served in a case: every attorney of record, and every party without one (feature map 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.docket import reading, rows
from opencmecf.court.notices import rules
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.notices.values import Addressee

_NO_POSTAL_LINE = re.compile(
    r"(?:phone|fax|tel|email|e-mail|pager|bar|cell)\b.*:|\(see above|\S+@\S+|[\d() +.-]{7,}$", re.IGNORECASE
)
_LEFT_THE_CASE = "TERMINATED"


def service_list(case: Case) -> tuple[Addressee, ...]:
    """Return who is served in the case, each once, in the order of the docket sheet.

    Everybody whose account at this court may file is told by e-mail; the others have to be served by other means, at
    the address that the docket shows. Two queries, whatever the size of the case.
    """
    appearances = Appearance.objects.filter(party__case=case).select_related("court_account")
    active = [one for one in appearances.order_by("party__order", "order") if not _has_left(one)]
    settings = settings_of({one.court_account_id for one in active if one.court_account_id})
    people: dict[str, Addressee] = {}
    for one in active:
        addressee = _addressee(one, settings)
        known = people.get(addressee.name)
        if known is None or not (known.addresses or known.postal):
            people[addressee.name] = addressee
    return tuple(people.values())


def _addressee(appearance: Appearance, settings: dict[int, list[NoticeAddress]]) -> Addressee:
    account = appearance.court_account
    if account is None or not account.is_active:
        return Addressee(name=appearance.name, postal=_postal(appearance))
    told = rules.addresses_told(account.email, settings.get(account.pk, []))
    postal = () if told else _postal(appearance)
    return Addressee(name=account.name, addresses=told, postal=postal, account=account.pk)


def _has_left(appearance: Appearance) -> bool:
    return any(role.upper().startswith(_LEFT_THE_CASE) for role in appearance.roles)


def _postal(appearance: Appearance) -> tuple[str, ...]:
    """Return the lines of the postal address that the docket shows below the attorney."""
    contact = reading.counsel_contact(rows.counsel_from(appearance))
    return tuple(line for line in contact if line.strip() and not _NO_POSTAL_LINE.match(line.strip()))


def settings_of(accounts: Iterable[int]) -> dict[int, list[NoticeAddress]]:
    """Return the e-mail settings of accounts, by account."""
    settings: dict[int, list[NoticeAddress]] = {}
    for row in NoticeAddress.objects.filter(account__in=list(accounts)).order_by("pk"):
        settings.setdefault(row.account_id, []).append(row)
    return settings
