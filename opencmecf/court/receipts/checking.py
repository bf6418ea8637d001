"""Checking a document that is kept here against the stamp that it got when it was filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.receipts import facts
from opencmecf.court.receipts.keys import private_key
from opencmecf.court.receipts.models import Stamp
from opencmecf.court.receipts.stamping import Signer, stamp_of
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.storage import default_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What *Verify a Document* shows. `then` and `now` are stamps; both are empty for what was not filed here.

    `event` is what the filing was called, empty where that is not known or the text of the entry is closed. The docket
    text itself is not shown: it is charged for.
    """

    entry: DocketEntry
    case: Case
    event: str
    length: int | None
    then: str
    now: str

    @property
    def is_unchanged(self) -> bool:
        """Whether the document is what was filed."""
        return bool(self.then) and self.then == self.now


def check_stamp(*, cases: Sequence[Case], number: str, attachment: int, actor: Actor) -> Checked:
    """Check the document of one of `cases`, which `actor` may see. Raises `NotFound`."""
    held = (
        EntryDocument.objects.visible_to(actor)
        .filter(entry__case__in=cases, entry__number=number, attachment_number=attachment)
        .select_related("document", "entry__case")
        .first()
    )
    if held is None:
        raise NotFound
    stamp = Stamp.objects.select_related("key", "receipt__notice").filter(document=held.document).first()
    readable = DocketEntry.objects.with_text_visible_to(actor).filter(pk=held.entry_id).exists()
    return Checked(
        entry=held.entry,
        case=held.entry.case,
        event=stamp.receipt.notice.facts["event"] if stamp and readable else "",
        length=held.document.bytes,
        then=stamp.text if stamp else "",
        now=_stamp_now(stamp) if stamp else "",
    )


def _stamp_now(stamp: Stamp) -> str:
    """Return the stamp that the file as it is now would get; "" where its bytes are not those that its name says."""
    if not default_store().is_whole(stamp.document.sha256):
        return ""
    listed = stamp.receipt.facts["documents"]
    place = next(one["number"] for one in listed if one["document_id"] == stamp.document.document_id)
    return stamp_of(
        stamp.document,
        court_id=stamp.document.court_id,
        filed_on=facts.filed_on(stamp.receipt.facts),
        serial=int(listed[0]["document_id"][4:]),
        place=place,
        signer=Signer(stamp.key, private_key(stamp.key)),
    )
