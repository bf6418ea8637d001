"""What the service center decides about a registration that it looks at."""

from __future__ import annotations

from django.db import transaction

from opencmecf.central.accounts import links
from opencmecf.central.accounts.actions import saving
from opencmecf.central.accounts.actions.case_search import activate_case_search
from opencmecf.central.accounts.actions.registration import have_letter_written
from opencmecf.central.accounts.models import (
    Account,
    AccountStatus,
    ActivatedBy,
    RegistrationReview,
    ReviewDecision,
    ReviewReason,
)
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail

MAILS = {
    ReviewDecision.APPROVED: "accounts/mail/registration_approved.txt",
    ReviewDecision.REFUSED: "accounts/mail/registration_refused.txt",
}


@transaction.atomic
def decide_review(*, review: RegistrationReview, decision: ReviewDecision, remark: str, actor: Actor) -> None:
    """Approve or refuse a registration, with a remark that its holder reads; the holder is written to.

    A held account that is approved can be used, a refused one is disabled. An account that is a second one of somebody
    gets its case search by approval, and keeps it inactive otherwise. Raises `NotAllowed`, and `Refused` when it was
    decided before, or is about the actor's own account, be it the one that is looked at or the one that it resembles.
    """
    actor.require(Permission.REGISTRATION_REVIEW)
    review = RegistrationReview.objects.select_for_update().get(pk=review.pk)
    if review.decided_at:
        raise Refused("This was decided in the meantime.", "Go back to the list.")
    account = saving.locked(review.account)
    if actor.account_id in (account.pk, review.other_id):
        raise Refused("This is about your own account.", "Ask a colleague.")
    review.decision, review.remark, review.decided_at = decision, remark, clock.now()
    review.save(update_fields=["decision", "remark", "decided_at"])
    audit.record("account:registration:decide", chain=account.chain, by=actor, decision=decision.label, remark=remark)
    _carry_out(review, account, actor)
    mail.write(
        to=account.email,
        template=MAILS[decision],
        account=account,
        review=review,
        is_duplicate=review.reason == ReviewReason.DUPLICATE,
        telephone=links.service_center(),
        link=links.to("/manage"),
    )


@transaction.atomic
def end_review(*, account: Account, remark: str, actor: Actor) -> None:
    """Close a review of an account that is merged into another one, so that nobody decides about it any more.

    Part of the act of merging, which writes to the holder. Without an open review it is no event.
    """
    actor.require(Permission.ACCOUNT_MERGE)
    decision = ReviewDecision.MERGED
    rows = RegistrationReview.objects.filter(account=account, decided_at=None)
    if rows.update(decision=decision, remark=remark, decided_at=clock.now()):
        audit.record(
            "account:registration:decide", chain=account.chain, by=actor, decision=decision.label, remark=remark
        )


def _carry_out(review: RegistrationReview, account: Account, actor: Actor) -> None:
    is_approved = review.decision == ReviewDecision.APPROVED
    if review.reason == ReviewReason.DUPLICATE:
        if is_approved:
            activate_case_search(account=account, by=ActivatedBy.SERVICE_CENTER, actor=actor)
        return
    account.status = AccountStatus.ACTIVE if is_approved else AccountStatus.DISABLED
    account.save(update_fields=["status"])
    if is_approved:
        have_letter_written(account)
