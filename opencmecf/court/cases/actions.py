"""What is done to a case as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from opencmecf.court.cases.models import Appearance, Case, DeclinedAppearance
from opencmecf.court.cases.queries import cases_led_by, has_closed_lead, lead_facts
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.rules import is_same_attorney
from opencmecf.court.profile.models import Court
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission, Restriction, Role
from opencmecf.foundation.database.acts import part_of_an_act


@transaction.atomic
def restrict_case(*, case: Case, restriction: Restriction, reason: str, actor: Actor) -> Case:
    """Seal a case or open it again: for whoever may not see it, it is not there. Twice is one event.

    Raises `NotFound` when the case is hidden from `actor`.
    """
    actor.require_at(Permission.RECORD_RESTRICT, case.court_id)
    case = Case.objects.select_for_update().get_for(actor, pk=case.pk)
    if case.restriction == restriction:
        return case
    former, case.restriction = case.restriction, restriction
    case.save(update_fields=["restriction"])
    follow_lead_cases(cases=cases_led_by(case))
    audit.record("case:record:restrict", chain=case.chain, by=actor, former=former, to=restriction, reason=reason)
    return case


@part_of_an_act
def follow_lead_cases(*, cases: Iterable[Case]) -> None:
    """Keep out of titles and chapters what a header repeats of a lead case that is closed; put it back once it is open.

    A proceeding without caption and debtor of its own has those of its lead case. Searches, lists and notices show both
    columns to everybody who may see the proceeding. To be called after a head was written or a lead case was closed.
    """
    for case in cases:
        said = lead_facts(case)
        if not said:
            continue
        is_closed = has_closed_lead(case)
        changed = {
            column: "" if is_closed else words
            for column, words in said.items()
            if getattr(case, column) == (words if is_closed else "")
        }
        if changed:
            Case.objects.filter(pk=case.pk).update(**changed)


@transaction.atomic
def connect_counsel(*, court: Court, actor: Actor) -> int:
    """Name the filing accounts behind appearances that were taken over; returns how many were found.

    An appearance goes to the one filer of the court whose name it prints. Where several have that name nobody is
    named: a clerk has to tell them apart. What is named already stays, and so does what a clerk has declined.
    """
    actor.require_at(Permission.DOCKET_IMPORT, court.pk)
    accounts = list(CourtAccount.objects.filter(court=court, role=Role.FILER.value, is_active=True))
    nameless = Appearance.objects.select_for_update(of=("self",)).filter(
        party__case__court=court, court_account__isnull=True
    )
    declined = set(DeclinedAppearance.objects.values_list("appearance", "court_account"))
    found = 0
    for appearance in nameless.select_related("party__case").order_by("pk"):
        fitting = [
            account
            for account in accounts
            if is_same_attorney(appearance.name, account.name_parts) and (appearance.pk, account.pk) not in declined
        ]
        if len(fitting) != 1:
            continue
        Appearance.objects.filter(pk=appearance.pk).update(court_account=fitting[0])
        chain = appearance.party.case.chain
        audit.record(
            "case:appearance:connect", chain=chain, by=actor, target=f"appearance:{appearance.pk}", to=fitting[0].chain
        )
        found += 1
    return found
