"""Making receipts and certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.notices.models import FiledNotice
from opencmecf.court.profile.models import Court
from opencmecf.court.receipts import facts, signing
from opencmecf.court.receipts.models import Attempt, Receipt, ReceiptEntry, Stamp
from opencmecf.court.receipts.queries import LastFiling
from opencmecf.court.receipts.stamping import Signer, Stamped
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.database.prepared import insert, insert_all


@part_of_an_act
def make_receipt(
    *,
    key: UUID,
    court: Court,
    filer: str,
    agent: str = "",
    filed_for: str = "",
    accepted_at: datetime,
    filed_on: date,
    docket_text: str,
    dictionary_version: str,
    stamped: Sequence[Stamped],
    entries: Sequence[tuple[Case, DocketEntry]],
    last: Mapping[int, LastFiling],
    notice: FiledNotice,
    signer: Signer,
    actor: Actor,
) -> Receipt:
    """Sign for a filing, in the transaction that accepts it.

    `last` are the latest filings of its cases, which are locked, so that the chains do not fork. `filed_for` owns the
    receipt too: the account in whose name somebody else files.
    """
    said = facts.receipt_facts(
        court_id=court.pk,
        key=key,
        filer=filer,
        agent=agent,
        accepted_at=accepted_at,
        filed_on=filed_on,
        docket_text=docket_text,
        service_list_hash=notice.service_list_hash,
        documents=[_said(one) for one in stamped],
        entries=[_chained(case, entry, last.get(case.pk)) for case, entry in entries],
    )
    receipt = Receipt(
        key=key,
        court=court,
        filed_by=actor.owner,
        filed_for=filed_for or actor.owner,
        accepted_at=accepted_at,
        facts=said,
        signature=signing.sign(said, signer.key),
        notice=notice,
        dictionary_version=dictionary_version,
    )
    insert(receipt)
    links = zip(entries, said["entries"], strict=True)
    insert_all([_link(receipt, case, entry, link) for (case, entry), link in links])
    insert_all([Stamp(document=one.document, receipt=receipt, key=signer.row, text=one.stamp) for one in stamped])
    return receipt


@transaction.atomic
def certify_attempt(
    *,
    court: Court,
    draft_key: UUID,
    filer: str,
    agent: str = "",
    made_for: str = "",
    reason: str,
    remedy: str,
    is_technical: bool,
    actor: Actor,
) -> Attempt:
    """Certify that somebody tried to file and why it was not accepted; signed, so that it can be shown to a judge."""
    attempt, now = uuid4(), clock.now()
    said = {
        "kind": facts.ATTEMPT,
        "id": str(attempt),
        "court": court.pk,
        "draft": str(draft_key),
        "filer": filer,
        **({"agent": agent} if agent else {}),
        "at": now.isoformat(),
        "is_technical": is_technical,
        "reason": reason,
        "remedy": remedy,
    }
    made = Attempt.objects.create(
        id=attempt,
        court=court,
        made_by=actor.owner,
        made_for=made_for or actor.owner,
        draft_key=draft_key,
        at=now,
        is_technical=is_technical,
        facts=said,
        signature=signing.sign(said, Signer.of(court).key),
    )
    audit.record("filing:attempt:certify", chain=f"draft:{court.pk}:{draft_key}", by=actor, technical=is_technical)
    return made


def _link(receipt: Receipt, case: Case, entry: DocketEntry, link: Mapping[str, Any]) -> ReceiptEntry:
    """The receipt's place in the chain of a case."""
    chained = {name: link[name] for name in ("place", "previous", "hash")}
    return ReceiptEntry(receipt=receipt, case=case, entry=entry, **chained)


def _chained(case: Case, entry: DocketEntry, last: LastFiling | None) -> facts.ChainedEntry:
    return facts.ChainedEntry(
        case_id=case.pacer_case_id,
        case_number=case.number,
        number=entry.number or "",
        de_seq_num=entry.de_seq_num,
        place=last.place + 1 if last else 1,
        previous=last.hash if last else facts.NO_FILING_BEFORE,
    )


def _said(one: Stamped) -> facts.ReceiptDocument:
    document = one.document
    return facts.ReceiptDocument(
        number=one.number,
        document_id=document.document_id,
        description=one.description,
        file_name=document.file_name,
        sha256=document.sha256,
        length=document.bytes or 0,
        pages=document.pages or 0,
        stamp=one.stamp,
    )
