"""What must hold at any moment, checked over the whole database by `cmecf check`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now

from opencmecf.central.billing.models import BilledCharge
from opencmecf.central.exemptions.invariants import untold_exemptions
from opencmecf.central.firms.invariants import untold_client_code_rules
from opencmecf.central.payments.models import FeeState, Outcome, Payment
from opencmecf.court.admissions.models import Application, FeeMeans
from opencmecf.court.clerk.invariants import broken_revisions
from opencmecf.court.docket.invariants import broken_dockets
from opencmecf.court.documents.invariants import broken_files
from opencmecf.court.filers.invariants import broken_links
from opencmecf.court.metering.models import Charge
from opencmecf.court.notices.invariants import broken_notices
from opencmecf.court.profile.models import Court
from opencmecf.court.receipts.invariants import broken_filings
from opencmecf.foundation.audit.queries import broken_links as broken_chains

TIME_TO_TELL = timedelta(hours=1)  # of a charge, from the court to the centre; of a payment, the other way


def problems(*, read_every_file: bool = False) -> Iterator[str]:
    """One sentence for each thing that is not as it must be; `read_every_file` also reads every file of the store."""
    yield from broken_chains()
    yield from broken_links()
    yield from broken_dockets()
    yield from broken_filings()
    yield from broken_notices()
    yield from broken_revisions()
    yield from broken_files(read_everything=read_every_file)
    yield from untold_exemptions()
    yield from untold_client_code_rules()
    yield from charges_apart()
    yield from fees_apart()


def notes() -> Iterator[str]:
    """One sentence for each choice of the deployment that is no fault, and that its operator should have made."""
    if settings.SECOND_FACTOR_REQUIRED_FROM is None:
        yield "SECOND_FACTOR_REQUIRED_FROM says never: filers and court staff need no second factor"


def charges_apart() -> Iterator[str]:
    """One sentence for each charge that a court and the centre do not both have, alike, once the time to tell is over.

    The key is the centre's primary key, so that none is there twice; sums agree when every charge does.
    """
    kept = BilledCharge.objects.filter(pk=OuterRef("key"), court_id=OuterRef("court_id"))
    told = Charge.objects.exclude(account_number="").filter(Q(told_at__isnull=False) | Q(at__lt=Now() - TIME_TO_TELL))
    with_cost = told.annotate(cost_kept=Subquery(kept.values("cost_cents")), basis_kept=Subquery(kept.values("basis")))
    for charge in with_cost.filter(cost_kept__isnull=True).order_by("pk"):
        yield f"charge:{charge.pk} of {charge.court_id}: the centre does not have it"
    differing = ~Q(cost_kept=F("cost_cents")) | ~Q(basis_kept=F("basis"))
    for charge in with_cost.filter(differing, cost_kept__isnull=False).order_by("pk"):
        yield f"charge:{charge.pk} of {charge.court_id}: the centre has another cost or basis"
    here = BilledCharge.objects.filter(court_id__in=Court.objects.values("pk"))
    for stray in here.exclude(pk__in=Charge.objects.values("key")).order_by("pk"):
        yield f"billed charge {stray.pk}: the court {stray.court_id} does not have it"


def fees_apart() -> Iterator[str]:
    """One sentence for each fee that was paid by card at the centre alone, or at the court alone, or in another amount.

    Only a payment that has paid its fee in full counts as one.
    """
    paid = Payment.objects.filter(outcome=Outcome.APPROVED, fee__isnull=False).select_related("fee")
    for payment in paid.exclude(amount_cents=F("fee__amount_cents"), fee__state=FeeState.PAID).order_by("pk"):
        yield f"payment {payment.key}: its fee is another amount, or is not paid"
    here = Court.objects.values("pk")
    settled = {
        (one.fee_key, one.fee_receipt)
        for one in Application.objects.filter(fee_means=FeeMeans.CARD).only("fee_key", "fee_receipt")
    }
    for payment in paid.filter(fee__court_id__in=here, answered_at__lt=Now() - TIME_TO_TELL).order_by("pk"):
        if (payment.fee_id, payment.receipt) not in settled:
            yield f"payment {payment.key}: the court {payment.fee and payment.fee.court_id} does not have it"
    receipts = {(payment.fee_id, payment.receipt) for payment in paid}
    for key, receipt in sorted(settled - receipts, key=str):
        yield f"fee {key}: the centre has no payment with the receipt {receipt}"
