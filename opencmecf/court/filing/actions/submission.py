"""Submitting: a draft is accepted as a filing, or it is certified that somebody has tried.

The files are in the store, and on its disk, since they were uploaded.
"""

from __future__ import annotations

import structlog
from django.db import DatabaseError, OperationalError

from opencmecf.court.filing.actions.accepting import accept
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.names import agent_of, filer_of, owner_of
from opencmecf.court.receipts.actions import certify_attempt
from opencmecf.court.receipts.models import Attempt, Receipt
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.failpoints import failpoint

GAVE_WAY = ("40P01", "40001")  # a deadlock; a transaction that could not be put into an order with others

_log = structlog.get_logger(__name__)


class NotAccepted(Refused):
    """A filing was not accepted; `attempt` certifies that it was tried, where even that could be written."""

    def __init__(self, why: Refused, attempt: Attempt | None, *, is_technical: bool = False) -> None:
        super().__init__(why.message, why.remedy, links=why.links)
        self.attempt = attempt
        self.is_technical = is_technical


def submit(*, draft: Draft, actor: Actor, revision: int | None = None) -> Receipt:
    """File a draft and return its receipt; submitted again, it returns the same receipt.

    `revision` is that of the page on which it was read; None files the draft as it is now. Raises `NotAccepted` with a
    certificate of the attempt when the rules do not allow it, when the draft was changed since that page, or when the
    system fails, and `NotFound` for somebody else's draft. The draft is kept as it is then.
    """
    actor.require_at(Permission.DOCUMENT_FILE, draft.court_id)
    try:
        failpoint("filing:before-transaction")
        receipt = _accepted(draft, actor, revision)
    except Refused as refused:
        raise _not_accepted(draft, refused, actor, is_technical=False) from refused
    except (DatabaseError, OSError) as broken:
        # No trace and no message: what the database says of a row that it refuses may hold sealed text.
        _log.error("filing_failed", draft=str(draft.pk), problem=type(broken).__name__)
        return _after_failure(draft, broken, actor)
    failpoint("filing:after-commit")
    return receipt


def _accepted(draft: Draft, actor: Actor, revision: int | None) -> Receipt:
    """Accept the filing; once more where the database has chosen it to give way to another act of the same moment."""
    try:
        return accept(draft_id=draft.pk, actor=actor, revision=revision)
    except OperationalError as broken:
        if getattr(broken.__cause__, "sqlstate", None) not in GAVE_WAY:
            raise
    _log.warning("filing_gave_way", draft=str(draft.pk))
    return accept(draft_id=draft.pk, actor=actor, revision=revision)


def _after_failure(draft: Draft, broken: Exception, actor: Actor) -> Receipt:
    """Return the receipt where the commit went through and only its answer was lost; else certify the attempt."""
    try:
        receipt = Receipt.objects.filter(key=draft.pk).first()
    except DatabaseError:
        unknown = Refused(
            "The court’s database does not answer. We cannot say whether your filing was accepted.",
            "Your draft is kept. Submit it again in a few minutes: it is filed once, however often you submit it.",
        )
        raise NotAccepted(unknown, None, is_technical=True) from broken
    if receipt is not None:
        return receipt
    failed = Refused(
        "A failure of the system kept your filing from being accepted. Nothing was filed.",
        "Your draft is kept with everything in it. Submit it again in a few minutes, or call the help desk.",
    )
    raise _not_accepted(draft, failed, actor, is_technical=True) from broken


def _not_accepted(draft: Draft, why: Refused, actor: Actor, *, is_technical: bool) -> NotAccepted:
    try:
        attempt = certify_attempt(
            court=draft.court,
            draft_key=draft.pk,
            filer=filer_of(draft, actor),
            agent=agent_of(draft, actor),
            made_for=owner_of(draft, actor),
            reason=why.message,
            remedy=why.remedy,
            is_technical=is_technical,
            actor=actor,
        )
    except DatabaseError:
        attempt = None
    return NotAccepted(why, attempt, is_technical=is_technical)
