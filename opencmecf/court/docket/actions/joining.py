"""Who joins a case with a filing: new parties, and attorneys who appear."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.cases.models import Party as PartyRow
from opencmecf.court.docket import rows
from opencmecf.court.docket.sheet import Counsel, Party
from opencmecf.court.docket.text import Run, text_of
from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.database.acts import part_of_an_act

LEAD, NOTICED, PRO_HAC_VICE = "LEAD ATTORNEY", "ATTORNEY TO BE NOTICED", "PRO HAC VICE"


@part_of_an_act
def add_party(*, case: Case, type_: str, name: str, description: str = "") -> PartyRow:
    """Add a party at the end of a case. The caller has the case locked and records the act."""
    last = PartyRow.objects.filter(case=case).aggregate(last=Max("order"))["last"]
    details = (text_of(description),) if description else ()
    party = Party(type=type_, name=text_of(name), details=details, counsel=())
    row = rows.party_row(case, 0 if last is None else last + 1, party)
    row.save(force_insert=True)
    return row


@part_of_an_act
def add_appearance(*, party: PartyRow, account: CourtAccount, roles: Sequence[str]) -> Appearance:
    """Let an attorney appear for a party. The caller has the case locked and records the act."""
    last = Appearance.objects.filter(party=party).aggregate(last=Max("order"))["last"]
    lines = (text_of(f"Email: {account.email}"), *((Run(role, ("i",)),) for role in roles))
    row = rows.appearance_row(party, 0 if last is None else last + 1, Counsel(name=account.name, lines=lines))
    row.court_account = account
    row.save(force_insert=True)
    if not party.shows_counsel:
        party.shows_counsel = True
        party.save(update_fields=["shows_counsel"])
    return row
