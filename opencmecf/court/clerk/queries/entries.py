"""Finding the entry that is to be corrected, and what its text can lead to."""

from __future__ import annotations

from django.db.models import Q

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.json_form import from_data
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.text import Link
from opencmecf.court.documents.models import Document
from opencmecf.foundation.access import Actor


def entry_with_id(*, pk: int, court_id: str, actor: Actor) -> DocketEntry:
    """Return an entry of the court with its case. Raises `NotFound`, also for one that `actor` may not see."""
    found = DocketEntry.objects.select_related("case__court")
    return found.get_for(actor, pk=pk, case__court_id=court_id)


def entry_of_case(*, case: Case, number: str, actor: Actor) -> DocketEntry:
    """Return the entry with this number, the first where an old docket printed it twice. Raises `NotFound`."""
    found = DocketEntry.objects.select_related("case__court").order_by("repeat")
    return found.get_for(actor, case=case, number=number)


def linked_entries(entry: DocketEntry, actor: Actor) -> dict[str, Link]:
    """Return where the numbers of the other entries of the case lead; those without a document are left out."""
    others = DocketEntry.objects.visible_to(actor).filter(case_id=entry.case_id, link__isnull=False)
    numbered = others.exclude(pk=entry.pk).exclude(number=None).order_by("-repeat")
    return {str(number): from_data(Link, link) for number, link in numbered.values_list("number", "link")}


def places_of(document: Document, actor: Actor) -> list[EntryDocument]:
    """Return the entries that hold a document, as far as `actor` may see them."""
    held = EntryDocument.objects.visible_to(actor).filter(document=document).select_related("entry__case")
    return list(held.order_by("entry__case__number", "entry__order"))


def entered_with(entry: DocketEntry, actor: Actor) -> list[DocketEntry]:
    """Return the entries of other cases that came with the same filing, or hold one of its documents.

    What is corrected in one of them stays as it is in the others, as far as `actor` may see them.
    """
    same = Q(holdings__document__in=EntryDocument.objects.filter(entry=entry).values("document"))
    if hasattr(entry, "filed_as"):
        same |= Q(filed_as__receipt=entry.filed_as.receipt_id)
    found = DocketEntry.objects.visible_to(actor).filter(same).exclude(case=entry.case_id)
    return list(found.distinct().select_related("case").order_by("case__number", "order"))
