"""Finding the documents that somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from opencmecf.court.cases.models import Appearance
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.queries import documents_of
from opencmecf.court.docket.reading import has_left
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.queries import formers_of, id_in_the_place_of, split_id
from opencmecf.court.filers.models import BarStatus, FilerKind
from opencmecf.court.notices.models import Delivery
from opencmecf.court.notices.queries import noticed_documents
from opencmecf.court.viewing import rules
from opencmecf.court.viewing.models import Retrieval
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor, Permission, anonymous
from opencmecf.foundation.access.restriction import may_see
from opencmecf.foundation.audit.queries import speaks_of
from opencmecf.foundation.database.prepared import PreparedFor
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
    """Return whether `actor` may read a document that is there for them: some cases limit that to counsel of record.

    Whoever has left the case, or may not practice before the court, is not counsel of record (Fed. R. Civ. P. 5.2(c)).
    """
    case = holding.entry.case
    if actor.may(Permission.RECORD_RESTRICTED_READ) or not rules.is_limited(case.nature_of_suit, holding.entry.words):
        return True
    if actor.court_account_id is None:
        return False
    appearances = Appearance.objects.filter(party__case=case, court_account=actor.court_account_id)
    suspended = Q(court_account__filer_kind=FilerKind.ATTORNEY) & ~Q(court_account__bar_status=BarStatus.ACTIVE)
    return not all(has_left(roles) for roles in appearances.exclude(suspended).values_list("roles", flat=True))


def public_holding(*, court_id: str, document_id: str, case_id: str) -> EntryDocument:
    """Return a document as anybody may see it who has not signed in. Raises `NotFound` and `OtherCase`."""
    return holding_of(court_id=court_id, document_id=document_id, case_id=case_id, actor=anonymous(court_id))


def may_look_free(holding: EntryDocument) -> bool:
    """Return whether a notice may give a free look at a document: what the public may not read needs a log-in."""
    nobody = anonymous(holding.entry.case.court_id)
    return may_read(holding, nobody) and EntryDocument.objects.visible_to(nobody).filter(pk=holding.pk).exists()


def noticed_beside(holding: EntryDocument, delivery: Delivery) -> list[EntryDocument]:
    """Return those documents of the entry at which this mail gives a free look, by number."""
    noticed = noticed_documents(delivery.notice)
    beside = documents_beside(holding, anonymous(delivery.notice.court_id))
    return [one for one in beside if one.document.document_id in noticed]


def retrieval_shown_again(*, retrieval_id: UUID, actor: Actor) -> Retrieval | None:
    """Return a retrieval of the actor's own or of a free look, as long as its file is given out again."""
    return _shown_again.first(actor, key=retrieval_id)


_shown_again: PreparedFor[Retrieval] = PreparedFor(
    lambda actor, key: Retrieval.objects.visible_to(actor).filter(pk=key, at__gt=Now() - rules.SHOWN_AGAIN_FOR)
)


def retrieved(*, retrieval: Retrieval, actor: Actor) -> list[EntryDocument]:
    """Return the documents of a retrieval in their order.

    Raises `NotFound` when one of them is there for the actor no longer.
    """
    if len(retrieval.holdings) == 1:
        held = _holding_of_key.all(actor, key=retrieval.holdings[0])
    else:
        held = list(_visible(actor).filter(pk__in=retrieval.holdings))
    found = {holding.pk: holding for holding in held}
    if len(found) != len(set(retrieval.holdings)):
        raise NotFound
    return [found[pk] for pk in retrieval.holdings]


def free_as_replacements(holdings: Sequence[EntryDocument], actor: Actor) -> list[EntryDocument]:
    """Return those of the documents that cost `actor` nothing this once, for they have paid for a wrong one before.

    That holds for fifteen days from the day on which the court replaced it, as with the free look of a notice.
    """
    replaced = [one for one in holdings if one.is_replacement]  # type: ignore[attr-defined] # the column of `_visible`
    if not replaced:
        return []
    since = clock.now() - rules.REPLACEMENT_FREE_FOR
    return [one for one in replaced if one.document.added_at > since and _has_paid_for_former(one.document, actor)]


def _has_paid_for_former(document: Document, actor: Actor) -> bool:
    """Return whether the trail says that `actor` was charged for a document before this one, and has not seen this."""
    person = f"person:{document.court_id}:{actor.account_number}"
    if not actor.account_number or speaks_of(document.chain, chain=person):
        return False
    return any(speaks_of(one.chain, chain=person) for one in formers_of(document))


def retrieval_before(*, retrieval_id: UUID, actor: Actor) -> Retrieval | None:
    """Return the actor's own retrieval with this id, if there is one."""
    return Retrieval.objects.visible_to(actor).select_related("charge").filter(pk=retrieval_id).first()


def _holdings(court_id: str, key: tuple[str, int], actor: Actor) -> list[EntryDocument]:
    return _holdings_of_id.all(actor, court_id=court_id, prefix=key[0], number=key[1])


def _visible(actor: Actor) -> QuerySet[EntryDocument]:
    """Return what `actor` may see, and of each whether it stands in the place of another document."""
    is_replacement = Exists(Document.objects.filter(replaced_by=OuterRef("document")))
    seen = EntryDocument.objects.visible_to(actor).select_related("document", "entry__case")
    return seen.annotate(is_replacement=is_replacement)


_holding_of_key: PreparedFor[EntryDocument] = PreparedFor(lambda actor, key: _visible(actor).filter(pk=key))
_holdings_of_id: PreparedFor[EntryDocument] = PreparedFor(
    lambda actor, court_id, prefix, number: (
        _visible(actor)
        .filter(
            document__court_id=court_id,
            document__prefix=prefix,
            document__number=number,
            entry__case__court_id=court_id,
        )
        .order_by("pk")
    )
)
