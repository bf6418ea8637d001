"""Giving the free looks of a notice."""

from __future__ import annotations

from django.db import transaction

from opencmecf.court.documents.models import Document
from opencmecf.court.notices import rules
from opencmecf.court.notices.models import Delivery, FreeLook
from opencmecf.court.notices.queries import free_look, is_still_free
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused


@transaction.atomic
def use_free_look(*, number: int, document: Document, actor: Actor) -> FreeLook:
    """Use the one free look that a notice gives at a document, and return what was written down of it.

    Raises `NotFound` for a number that no notice of this document has, and `Refused` once it is used or too old.
    """
    delivery = free_look(number=number, document=document)
    Delivery.objects.select_for_update().get(pk=delivery.pk)  # two looks at once are one after the other
    if not is_still_free(delivery=delivery, document=document):
        raise Refused(
            "The free look at this document has been used or has expired.",
            f"It is good for one look, within {rules.FREE_LOOK_DAYS} days. Log in to PACER to see the document again.",
        )
    look = FreeLook.objects.create(delivery=delivery, document=document)
    audit.record(
        "notices:free-look:use",
        chain=f"document:{document.court_id}:{document.document_id}",
        by=actor,
        target=f"delivery:{delivery.pk}",
    )
    return look
