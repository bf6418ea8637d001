"""Finding the documents that somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from opencmecf.court.cases.models import Appearance
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.queries import documents_of
from opencmecf.court.documents.queries import id_in_the_place_of, split_id
from opencmecf.court.viewing import rules
from opencmecf.court.viewing.models import Retrieval
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.access.restriction import may_see
from opencmecf.foundation.errors import NotFound


class OtherCase(Exception):
    """The document is there, and the case that was named does not hold it."""


def holding_of(*, court_id: str, document_id: str, case_id: str, actor: Actor) -> EntryDocument:
    """Return a document as the entry of a case holds it: the case that is named, or the first that has it.

    Of a document that was replaced, it is the one that stands in its place.
    Raises `NotFound` for a document that is not there for `actor`, and `OtherCase` for a case that does not hold it.
    """
    holdings = _holdings(court_id, split_id(document_id), actor)
    if not holdings:
        holdings = _holdings(court_id, id_in_the_place_of(court_id=court_id, document_id=document_id), actor)
    if not holdings:
        raise NotFound
    if not case_id:
        return holdings[0]
    named = next((holding for holding in holdings if holding.entry.case.pacer_case_id == case_id), None)
    if named is None:
        raise OtherCase
    return named


def holding_of_old_id(*, court_id: str, case_id: str, dm_id: str, actor: Actor) -> EntryDocument:
    """Return the document that a court named by `dm_id` alone. Raises `NotFound`."""
    found = _visible(actor).filter(entry__case__court_id=court_id, document__dm_id=dm_id).exclude(document__dm_id="")
    if case_id:
        found = found.filter(entry__case__pacer_case_id=case_id)
    holding = found.order_by("pk").first()
    if holding is None:
        raise NotFound
    return holding


def documents_beside(holding: EntryDocument, actor: Actor) -> list[EntryDocument]:
    """Return all documents of the entry that `actor` may see, by number."""
    return documents_of(holding.entry, actor)


def documents_of_entries(*, court_id: str, case_id: str, sequences: Sequence[int], actor: Actor) -> list[EntryDocument]:
    """Return the documents of some entries of a case that `actor` may see, in the order of the docket.

    A hidden text of an entry hides the descriptions of its documents too.
    """
    entries = DocketEntry.objects.visible_to(actor).filter(
        case__court_id=court_id, case__pacer_case_id=case_id, de_seq_num__in=sequences
    )
    found = list(_visible(actor).filter(entry__in=entries).order_by("entry__order", "attachment_number"))
    for holding in found:
        if not may_see(actor, court_id=court_id, restriction=holding.entry.text_restriction):
            holding.description = ""
    return found


def may_read(holding: EntryDocument, actor: Actor) -> bool:
    """Return whether `actor` may read a document that is there for them: some cases limit that to counsel of record."""
    case = holding.entry.case
    if actor.may(Permission.RECORD_RESTRICTED_READ) or not rules.is_limited(case.nature_of_suit, holding.entry.words):
        return True
    account = actor.court_account_id
    return account is not None and Appearance.objects.filter(party__case=case, court_account=account).exists()


def retrieved(*, retrieval_id: UUID, actor: Actor) -> tuple[Retrieval, list[EntryDocument]]:
    """Return a retrieval of the actor's own and its documents in their order.

    Raises `NotFound` when it is long ago, or when one of the documents is there for the actor no longer.
    """
    retrieval = Retrieval.objects.select_related("court").get_for(
        actor, pk=retrieval_id, at__gt=Now() - rules.SHOWN_AGAIN_FOR
    )
    found = {holding.pk: holding for holding in _visible(actor).filter(pk__in=retrieval.holdings)}
    if len(found) != len(set(retrieval.holdings)):
        raise NotFound
    return retrieval, [found[pk] for pk in retrieval.holdings]


def retrieval_before(*, retrieval_id: UUID, actor: Actor) -> Retrieval | None:
    """Return the actor's own retrieval with this id, if there is one."""
    return Retrieval.objects.visible_to(actor).select_related("charge").filter(pk=retrieval_id).first()


def _holdings(court_id: str, key: tuple[str, int], actor: Actor) -> list[EntryDocument]:
    found = _visible(actor).filter(
        document__court_id=court_id, document__prefix=key[0], document__number=key[1], entry__case__court_id=court_id
    )
    return list(found.order_by("pk"))


def _visible(actor: Actor) -> QuerySet[EntryDocument]:
    return EntryDocument.objects.visible_to(actor).select_related("document", "entry__case")
