"""The notice of a correction: what the parties are told."""

from __future__ import annotations

from opencmecf.court.clerk import wording
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.notices.actions import freeze_notice
from opencmecf.court.notices.models import FiledNotice
from opencmecf.court.notices.rules import words_sha256
from opencmecf.court.notices.service_list import service_list
from opencmecf.court.notices.values import Notice, NoticedCase
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor, Restriction


def freeze_correction(*, entry: DocketEntry, replaced: EntryDocument | None = None, actor: Actor) -> FiledNotice:
    """Freeze the notice of what an entry says now; `replaced` is the place of a document that is another one now.

    What the entry said before is not in it. Nobody is told where the entry, its text or its case is closed.
    """
    case = entry.case
    number = entry.number
    if replaced is not None and replaced.attachment_number:
        number = f"{entry.number or 'entry'}-{replaced.attachment_number}"
    shown = replaced or entry.holdings.select_related("document").filter(attachment_number=0).first()
    is_open = shown is not None and shown.document.restriction == Restriction.PUBLIC
    now = clock.now()
    notice = Notice(
        court_id=case.court_id,
        entered_by=actor.name,
        entered_at=now,
        filed_on=entry.date_filed or wording.day(now, case.court_id),
        event=wording.EVENT,
        docket_text=wording.told(entry, replaced),
        cases=(
            NoticedCase(
                number=case.number,
                name=case.title,
                case_id=case.pacer_case_id,
                filers=(),
                document_number=number,
                de_seq_num=entry.de_seq_num,
                document_id=shown.document.document_id if shown and is_open else "",
                is_closed=shown is not None and not is_open,
                words_sha256=words_sha256(entry.words),
                closed_on=case.date_terminated,
                service_list=service_list(case),
            ),
        ),
    )
    levels = {case.restriction, entry.restriction, entry.text_restriction}
    return freeze_notice(notice=notice, is_sealed=levels != {Restriction.PUBLIC.value}, actor=actor)
