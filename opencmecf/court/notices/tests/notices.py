"""Notices to try things with; all names are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.notices.values import Addressee, Notice, NoticedCase, NoticedDocument

LINUS = Addressee(name="Linus Vega", addresses=("vega@lawfirm.example", "staff@lawfirm.example"))
MARA = Addressee(name="Mara Óstrov", addresses=("mara@ostrov.example",))
PRO_SE = Addressee(name="Jon Fell", postal=("77 Sand Street", "Miami, FL 33101"))

CASE = NoticedCase(
    number="1:20-cv-20001-RMA",
    name="Vega v. Harbor Line, Inc.",
    case_id="20000001",
    filers=("Harbor Line, Inc.",),
    document_number="12",
    de_seq_num=41,
    document_id="051020000077",
    service_list=(LINUS, MARA, PRO_SE),
)

NOTICE = Notice(
    court_id="flsd",
    entered_by="Óstrov, Mara",
    entered_at=datetime(2026, 3, 2, 4, 59, 59, tzinfo=UTC),
    filed_on=date(2026, 3, 1),
    event="Motion to Dismiss",
    docket_text='MOTION to Dismiss for "lack" of standing & venue by Harbor Line, Inc.. (Óstrov, Mara)',
    cases=(CASE,),
    documents=(
        NoticedDocument(
            document_id="051020000077",
            description="Main Document",
            original_filename="motion.pdf",
            stamp="[STAMP dcecfStamp_ID=1]",
        ),
        NoticedDocument(
            document_id="051020000078",
            description="Exhibit A",
            original_filename="a.pdf",
            stamp="[STAMP dcecfStamp_ID=1]",
        ),
    ),
)

TEXT_ONLY = replace(NOTICE, cases=(replace(CASE, document_id=""),), documents=())

ON_APPEAL = replace(
    NOTICE,
    court_id="ca11",
    event="Motion for Extension of Time",
    docket_text="MOTION for extension of time filed by Appellant Harbor Line, Inc. [24-10001] (ECF: Mara Óstrov)",
    cases=(replace(CASE, number="24-10001", document_id="011020000077"),),
)
IN_BANKRUPTCY = replace(
    NOTICE,
    court_id="flsb",
    event="Motion to Sell Property",
    cases=(replace(CASE, number="24-12345-ABC", name="Harbor Line, Inc.", document_id="050020000077", chapter="11"),),
)


def enter(notice: Notice) -> list[DocketEntry]:
    """Put the entries that a notice tells of on their dockets, open to everybody."""
    return [
        DocketEntry.objects.create(
            case=Case.objects.get_or_create(
                court_id=notice.court_id,
                pacer_case_id=case.case_id,
                defaults={"number": case.number, "number_core": case.number},
            )[0],
            order=case.de_seq_num,
            de_seq_num=case.de_seq_num,
            number=case.document_number,
            words=notice.docket_text,
        )
        for case in notice.cases
    ]
