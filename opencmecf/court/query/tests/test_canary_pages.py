"""A word that stands only in restricted material is on no page of anybody who may not see it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.docket.actions import hide_text, restrict_entry, take_over
from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.docket.sheet import Attachment, Counsel, Fact, Party
from opencmecf.court.docket.tests.sheets import CASE_ID, civil_sheet, entry, listing_entry
from opencmecf.court.docket.text import text_of
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.metering.models import Charge
from opencmecf.court.query.case_items import PAGES
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.foundation.audit.models import AuditEvent
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

CANARY = "kanarienvogel"  # in every restricted text, name and title
SEALED_ID, SEALED_NUMBER = "570005", "20177"
SEALED_DOCUMENT = "05109999"
ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
RUN = "?1-L_1_0-1"
ENTRIES = "/cgi-bin/HistDocQry.pl?1-L_1_0-0-"
GETS = (
    *(f"/cgi-bin/{item.address}?{{case}}" for item in PAGES),
    "/cgi-bin/AsccaseDisplay.pl?{case}",
    "/cgi-bin/iquery.pl?{case}",
    "/cgi-bin/iqquerymenu.pl?{case}",
    "/cgi-bin/HistDocQry.pl?{case}",
    "/cgi-bin/qryDocument.pl?{case}",
    "/cgi-bin/DktRpt.pl?{case}",
    "/cgi-bin/mobile_query.pl?search=caseInfo&caseid={case}",
    "/cgi-bin/show_case_doc?2,{case},,,",
    "/cgi-bin/show_case_doc?3,{case},2,,",
    "/cgi-bin/possible_case_numbers.pl?1:20-cv-20001",
    "/cgi-bin/possible_case_numbers.pl?20-20177",
    "/c/1:20-cv-20001",
    "/c/1:20-cv-20177",
    "/c/1:20-cv-20177/1",
)
POSTS: tuple[tuple[str, dict[str, str]], ...] = (
    *(
        (f"/cgi-bin/iquery.pl{RUN}", form)
        for form in (
            {"last_name": CANARY},
            {"last_name": f"*{CANARY}*"},
            {"last_name": f"{CANARY}*", "person_type": "aty"},
            {"last_name": "okafor"},
            {"last_name": "harbor pilots"},
            {"Qry_filed_from": "1/1/2020", "Qry_filed_to": "12/31/2020"},
            {"lastentry_from": "1/1/2020", "lastentry_to": "12/31/2020"},
            {"nature_suit": "120"},
            {"cause": "28:1332"},
            {"case_num": "20-20177"},
            {"all_case_ids": SEALED_ID, "case_num": "foo"},
        )
    ),
    *((ENTRIES + "{case}", {"QueryType": kind, "DisplayDktText": "on"}) for kind in ("History", "Documents")),
    ("/cgi-bin/qryDocument.pl?1-L_1_0-0-{case}", {"document_number": "2"}),
    ("/cgi-bin/DktRpt.pl" + RUN, {"all_case_ids": "{case}", "list_of_parties_and_counsel": "on"}),
)


@pytest.fixture
def restricted(house: House) -> None:
    """A docket with a sealed entry, a hidden text and a restricted document, and a sealed case that it names."""
    whole = civil_sheet()
    attachments = (*whole.entries[3].attachments, Attachment(number=2, description="Map", document_id=SEALED_DOCUMENT))
    related = Fact(label="Related Case", value=text_of(f"1:20-cv-{SEALED_NUMBER}"))
    entries = (
        listing_entry(),
        entry(2, f"SEALED MOTION {CANARY} (Canary, {CANARY.title()})", day=3),
        replace(whole.entries[3], attachments=attachments),
        replace(entry(4, f"ORDER re {CANARY} ({CANARY.title()}, Alice)", day=25), link=None),
    )
    case = take_over(sheet=replace(whole, entries=entries, left=(*whole.left, related)), court=house.flsd, actor=ADMIN)
    restrict_entry(entry=case.case.entries.get(number="2"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    hide_text(entry=case.case.entries.get(number="4"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    held = EntryDocument.objects.get(description="Map")
    restrict_document(document=held.document, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    sealed = civil_sheet(
        case_number=f"1:20-cv-{SEALED_NUMBER}",
        pacer_case_id=SEALED_ID,
        caption=f"{CANARY} v. Harbor Pilots, Inc.",
        parties=(Party(type="Plaintiff", name=text_of(f"Ana {CANARY}"), counsel=(Counsel(name=f"Bo {CANARY}"),)),),
        entries=(entry(1, f"COMPLAINT {CANARY}"),),
    )
    taken = take_over(sheet=sealed, court=house.flsd, actor=ADMIN)
    restrict_case(case=taken.case, restriction=Restriction.SEALED, reason="", actor=ADMIN)


def pages(browser: Browser, case_id: str) -> list[str]:
    """Everything that a person can be shown by the pages of this room, without the words that they typed."""
    found = [browser.get(path.format(case=case_id)).content.decode() for path in GETS]
    for path, form in POSTS:
        filled = {name: value.format(case=case_id) for name, value in form.items()}
        html = browser.post(path.format(case=case_id), filled).content.decode()
        for typed in form.values():
            html = html.replace(f"Last Name: {typed}", "").replace(f'value="{typed}"', "")
        found.append(html)
    return found


@pytest.mark.parametrize("username", ["charlie", "alice", "adele"])
def test_no_page_shows_what_is_restricted(restricted: None, house: House, username: str) -> None:
    if username == "alice":
        house.linked("alice")
    if username == "adele":
        house.linked("adele", role=Role.COURT_ADMIN)
    browser = house.signed_in(username, house.flsd)
    for case_id in (CASE_ID, SEALED_ID):
        for html in pages(browser, case_id):
            assert CANARY not in html.lower()
            assert SEALED_DOCUMENT not in html
            assert f"20-cv-{SEALED_NUMBER}" not in html.replace(f'"1:20-cv-{SEALED_NUMBER}', "").replace(
                "/c/1:20-cv", ""
            )
    told = [*Charge.objects.values_list("criteria", flat=True), *AuditEvent.objects.values_list("body", flat=True)]
    assert not [text for text in told if f"20-cv-{SEALED_NUMBER}" in text]


def test_a_judge_sees_all_of_it(restricted: None, house: House) -> None:
    house.linked("jones", role=Role.JUDGE)
    browser = house.signed_in("jones", house.flsd)
    everything = "".join(pages(browser, CASE_ID) + pages(browser, SEALED_ID))
    for word in (f"SEALED MOTION {CANARY}", f"ORDER re {CANARY}", f"{CANARY} v. Harbor", f"Bo {CANARY}", SEALED_NUMBER):
        assert word in everything
