"""Who joins a case with a filing: new parties, and attorneys who appear."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.cases.models import Party as PartyRow
from opencmecf.court.docket import rows
from opencmecf.court.docket.sheet import Counsel, Party, TypeForm
from opencmecf.court.docket.text import Run, Text, text_of
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.kinds import KINDS, CounselMarks
from opencmecf.foundation import reference
from opencmecf.foundation.database.acts import part_of_an_act


@part_of_an_act
def add_party(*, case: Case, type_: str, name: str, description: str = "") -> PartyRow:
    """Add a party at the end of a case, printed as the one before it. The caller has the case locked and records it."""
    last = PartyRow.objects.filter(case=case).order_by("order").last()
    details = (text_of(description),) if description else ()
    form = TypeForm(last.type_form) if last else TypeForm.ROW
    party = Party(type=type_, name=text_of(name), details=details, counsel=(), type_form=form)
    row = rows.party_row(case, last.order + 1 if last else 0, party)
    row.save(force_insert=True)
    return row


@part_of_an_act
def add_appearance(
    *, party: PartyRow, account: CourtAccount, is_lead: bool, is_noticed: bool, is_pro_hac_vice: bool
) -> Appearance:
    """Let an attorney appear for a party, marked as dockets of the kind of court mark it.

    The caller has the case locked and records the act.
    """
    last = Appearance.objects.filter(party=party).aggregate(last=Max("order"))["last"]
    marks = KINDS[reference.court(account.court_id).kind].counsel
    chosen = ((is_lead, marks.lead), (is_pro_hac_vice, marks.pro_hac_vice), (is_noticed, marks.noticed))
    roles = _role_lines([mark for is_chosen, mark in chosen if is_chosen and mark], marks)
    counsel = Counsel(name=account.name, lines=(text_of(f"Email: {account.email}"), *roles))
    row = rows.appearance_row(party, 0 if last is None else last + 1, counsel)
    row.court_account = account
    row.save(force_insert=True)
    if not party.shows_counsel:
        party.shows_counsel = True
        party.save(update_fields=["shows_counsel"])
    return row


def _role_lines(roles: Sequence[str], marks: CounselMarks) -> list[Text]:
    """Return the roles as printed: each in italics, at courts of appeals all in one: "[COR LD NTC Retained]"."""
    if marks.brackets:
        return [text_of(marks.brackets.format(marks=" ".join(roles)))]
    return [(Run(role, ("i",)),) for role in roles]
