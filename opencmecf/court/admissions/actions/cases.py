"""The cases that an account may file in, where it is limited to some."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.admissions.models import CaseAdmission
from opencmecf.court.cases.models import Case
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.rules import require_manage
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused


@transaction.atomic
def admit_to_case(*, account: CourtAccount, case: Case, actor: Actor) -> CaseAdmission:
    """Let an account that is limited to cases file in this one too. Admitted before is no event.

    Raises `NotAllowed`, and `Refused` for an account that files in every case.
    """
    require_manage(account, actor)
    account = CourtAccount.objects.select_for_update().get(pk=account.pk)
    if not account.is_limited_to_cases:
        raise Refused("This account files in every case.", "There is nothing to add.")
    known = CaseAdmission.objects.filter(account=account, case=case, ended_at=None).first()
    if known is not None:
        return known
    admission = CaseAdmission.objects.create(account=account, case=case)
    audit.record("filer:case:admit", chain=account.chain, by=actor, target=case.chain, case=case.number_core)
    return admission


@transaction.atomic
def end_case_admission(*, admission: CaseAdmission, reason: str, actor: Actor) -> None:
    """Let the account file in the case no more. Twice is one event. Raises `NotAllowed`."""
    require_manage(admission.account, actor)
    if CaseAdmission.objects.filter(pk=admission.pk, ended_at=None).update(ended_at=Now()):
        case = admission.case
        facts = {"case": case.number_core, "reason": reason}
        audit.record("filer:case:end", chain=admission.account.chain, by=actor, target=case.chain, **facts)
