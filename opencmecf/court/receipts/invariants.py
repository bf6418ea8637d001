"""What must hold of every filing (`cmecf check`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from opencmecf.court.documents.models import Document
from opencmecf.court.receipts import facts, signing
from opencmecf.court.receipts.keys import published_keys
from opencmecf.court.receipts.models import Receipt, ReceiptEntry

_BATCH = 500
_GAPS = """
SELECT court_case.court_id, court_case.number, first.number, max(entry.number_value), count(DISTINCT entry.number_value)
FROM (SELECT receipt.case_id, min(entry.number_value) AS number FROM filing_receipt_entry receipt
      JOIN docket_entry entry ON entry.id = receipt.entry_id GROUP BY receipt.case_id) first
JOIN docket_entry entry ON entry.case_id = first.case_id AND entry.number_value >= first.number
JOIN court_case ON court_case.id = first.case_id
GROUP BY court_case.court_id, court_case.number, first.number
HAVING max(entry.number_value) - first.number + 1 <> count(DISTINCT entry.number_value)
"""
_UNTOLD = """
SELECT notice.court_id, notice.id FROM notice
WHERE notice.is_sent AND notice.frozen_at < now() - interval '1 day'
  AND EXISTS (SELECT 1 FROM notice_service_list list WHERE list.hash = ANY(notice.lists) AND list.is_mailed)
  AND (NOT EXISTS (SELECT 1 FROM notice_delivery one WHERE one.notice_id = notice.id)
       OR EXISTS (SELECT 1 FROM notice_delivery one
                  WHERE one.notice_id = notice.id AND one.state = 'waiting' AND one.attempts = 0))
"""


def broken_filings() -> Iterator[str]:
    """Yield one sentence for each filing whose receipt does not hold, and for each docket with a missing number."""
    yield from _broken_receipts()
    yield from _broken_chains()
    with connection.cursor() as cursor:
        cursor.execute(_GAPS)
        for court, case, first, last, count in cursor.fetchall():
            yield f"{court} {case}: {count} entries are numbered {first} to {last}."
        cursor.execute(_UNTOLD)
        for court, notice in cursor.fetchall():
            yield f"{court}: somebody on the service list of notice {notice} has not been told for a day."


def _broken_receipts() -> Iterator[str]:
    """Every receipt verifies, and every document that it names is what it says."""
    keys: dict[str, list[dict[str, object]]] = {}
    for receipt in Receipt.objects.select_related("notice").order_by("key").iterator(chunk_size=_BATCH):
        known = keys.setdefault(receipt.court_id, published_keys(receipt.court_id))
        if signing.signing_key(receipt.facts, receipt.signature, known) is None:
            yield f"{receipt.court_id}: the receipt {receipt.key} is not as it was signed."
        if receipt.facts["service_list_sha256"] != receipt.notice.service_list_hash:
            yield f"{receipt.court_id}: the notice of the receipt {receipt.key} has another service list."
        kept = dict(Document.objects.filter(stamp__receipt=receipt).values_list("number", "sha256"))
        for said in receipt.facts["documents"]:
            if kept.get(int(said["document_id"][4:])) != said["sha256"]:
                yield f"{receipt.court_id}: document {said['document_id']} is not what the receipt {receipt.key} says."


def _broken_chains() -> Iterator[str]:
    """Every filing of a case names the one before, and none is missing."""
    before: ReceiptEntry | None = None
    rows = ReceiptEntry.objects.select_related("receipt", "case", "entry").order_by("case", "place")
    for one in rows.iterator(chunk_size=_BATCH):
        follows = before is not None and before.case_id == one.case_id
        place, previous = (before.place + 1, before.hash) if before and follows else (1, facts.NO_FILING_BEFORE)
        said = next(
            (entry for entry in one.receipt.facts["entries"] if entry["case_id"] == one.case.pacer_case_id), None
        )
        if (one.place, one.previous) != (place, previous):
            yield f"{one.case}: filing {one.place} does not follow the one before."
        if said is None or said["hash"] != one.hash or facts.entry_hash(one.receipt.facts, said) != one.hash:
            yield f"{one.case}: the receipt of filing {one.place} is another one."
        elif said["number"] != (one.entry.number or ""):
            yield f"{one.case}: filing {one.place} was number {said['number']} and is {one.entry.number}."
        if before and follows and one.receipt.accepted_at < before.receipt.accepted_at:
            yield f"{one.case}: filing {one.place} was accepted before the one before it."
        before = one
