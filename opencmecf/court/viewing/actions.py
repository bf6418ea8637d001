"""Retrieving documents: charged once, on the record, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.metering import actions as metering
from opencmecf.court.metering.models import Charge
from opencmecf.court.notices.actions import use_free_look
from opencmecf.court.profile.kinds import KINDS
from opencmecf.court.profile.models import Court
from opencmecf.court.viewing import queries, rules
from opencmecf.court.viewing.labels import billed
from opencmecf.court.viewing.models import Retrieval
from opencmecf.foundation import audit, reference
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.database.prepared import insert
from opencmecf.foundation.errors import NotFound, Refused


def retrieve(
    *,
    court: Court,
    holdings: Sequence[EntryDocument],
    form: str,
    has_header: bool,
    receipt: UUID | None,
    actor: Actor,
) -> Retrieval:
    """Charge for documents and note that they are given out. The same `receipt` twice is one retrieval.

    `holdings` are documents of entries of one case that `actor` may see, with their files. Court staff pay nothing.
    Raises `Refused` where a file is not here.
    """
    actor.require(Permission.CASE_QUERY)
    _require_files(holdings)
    if receipt is not None and (before := queries.retrieval_before(retrieval_id=receipt, actor=actor)):
        return before
    retrieval = Retrieval(
        id=receipt or uuid4(),
        court=court,
        retrieved_by=actor.label,
        holdings=[holding.pk for holding in holdings],
        form=form,
        has_header=has_header,
    )
    try:
        _carry_out(retrieval, holdings, actor)
    except IntegrityError:
        before = queries.retrieval_before(retrieval_id=receipt, actor=actor) if receipt else None
        if before is None:
            raise
        return before  # of the same receipt, at the same moment
    return retrieval


def give_out(*, court: Court, holding: EntryDocument, actor: Actor) -> None:
    """Charge for a document that the answer itself carries. Nothing is kept by which it could be shown again.

    `holding` is one that `actor` may see. Court staff pay nothing. Raises `Refused` where its file is not here.
    """
    actor.require(Permission.CASE_QUERY)
    _require_files([holding])
    if actor.may(Permission.BILLING_VIEW_FREE) or queries.free_as_replacements([holding], actor):
        with transaction.atomic():
            _record(court, [holding], Retrieval.Form.SINGLE, actor)
    else:
        _charge(court, [holding], actor)


@transaction.atomic
def look_free(*, court: Court, holding: EntryDocument, number: int, receipt: UUID | None, actor: Actor) -> Retrieval:
    """Give a document out for the free look of a notice. `number` is that of its links, and is all that it takes.

    The same `receipt` twice is one look. Raises `NotFound` for a number that no notice of this document has, and for a
    document that the public may not see; raises `Refused` once the look is used or too old.
    """
    if not (holding.document.has_file and queries.may_look_free(holding)):
        raise NotFound
    try:
        return _look(court, holding, number, receipt or uuid4(), actor)
    except Refused:
        before = queries.retrieval_before(retrieval_id=receipt, actor=actor) if receipt else None
        if before is None:
            raise
        return before  # the button was pressed twice


@transaction.atomic
def _look(court: Court, holding: EntryDocument, number: int, retrieval_id: UUID, actor: Actor) -> Retrieval:
    look = use_free_look(number=number, document=holding.document, actor=actor)
    return Retrieval.objects.create(
        id=retrieval_id,
        court=court,
        retrieved_by=actor.label,
        holdings=[holding.pk],
        form=Retrieval.Form.SINGLE,
        has_header=True,
        free_look=look,
    )


@transaction.atomic
def _carry_out(retrieval: Retrieval, holdings: Sequence[EntryDocument], actor: Actor) -> None:
    retrieval.charge = _charge_or_record(retrieval.court, holdings, retrieval.form, actor)
    insert(retrieval)


def _charge_or_record(court: Court, holdings: Sequence[EntryDocument], form: str, actor: Actor) -> Charge | None:
    """Return the charge for a view; what costs nothing is put on the chain of the person alone.

    A document is free this once for whoever has paid for the wrong one in whose place it stands.
    """
    if actor.may(Permission.BILLING_VIEW_FREE):
        _record(court, holdings, form, actor)
        return None
    free = queries.free_as_replacements(holdings, actor)
    paid = [one for one in holdings if one not in free]
    if free:
        _record(court, free, form, actor)
    return _charge(court, paid, actor) if paid else None


def _require_files(holdings: Sequence[EntryDocument]) -> None:
    if not holdings or not all(holding.document.has_file for holding in holdings):
        raise Refused("The document is not available.", "Ask the clerk's office for a copy.")


def _record(court: Court, holdings: Sequence[EntryDocument], form: str, actor: Actor) -> None:
    """Put a view that costs nothing on the chain of the person; the others are there by their charge."""
    subjects = [holding.document.chain for holding in holdings]
    chain = f"person:{court.pk}:{actor.account_number}" if actor.account_number else actor.label
    audit.record("document:file:view", chain=chain, by=actor, target=subjects[0], subjects=subjects, form=form)


def _charge(court: Court, holdings: Sequence[EntryDocument], actor: Actor) -> Charge:
    receipt = billed(holdings, KINDS[reference.court(court.pk).kind])
    pages = [holding.document.pages or 0 for holding in holdings]
    if len(holdings) == 1:
        billable, capped = pages[0], True
    else:
        billable, capped = rules.billable_pages(pages), False
    return metering.charge(
        court=court,
        description=receipt.description,
        criteria=receipt.criteria,
        pages=billable,
        capped=capped,
        subjects=[holding.document.chain for holding in holdings],
        actor=actor,
    )
