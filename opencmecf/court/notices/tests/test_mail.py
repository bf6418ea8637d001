"""What the mail of a notice says, read by the program that people read notices with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from juriscraper.pacer.email import S3NotificationEmail

from opencmecf.court.notices import json_form, wording
from opencmecf.court.notices.mail import compose
from opencmecf.court.notices.tests.notices import CASE, IN_BANKRUPTCY, NOTICE, ON_APPEAL, TEXT_ONLY
from opencmecf.court.notices.values import Notice


def read(notice: Notice, *, as_html: bool, court: str = "flsd") -> dict[str, Any]:
    composed = compose(notice, as_html=as_html)
    mail = EmailMessage()
    mail["Subject"] = composed.subject
    mail.set_content(composed.for_recipient(4242), subtype=composed.subtype)
    reader = S3NotificationEmail(court)
    reader._parse_text(mail.as_string())
    found: dict[str, Any] = reader.data
    return found


@pytest.mark.parametrize("as_html", [True, False])
def test_a_reader_of_notices_gets_the_facts(as_html: bool) -> None:
    found = read(NOTICE, as_html=as_html)
    (docket,) = found["dockets"]
    (entry,) = docket["docket_entries"]
    assert docket["case_name"] == "Vega v. Harbor Line, Inc."
    assert docket["docket_number"] == "1:20-cv-20001"
    assert docket["federal_dn_judge_initials_assigned"] == "RMA"
    assert entry == {
        "date_filed": date(2026, 3, 1),
        "description": NOTICE.docket_text,
        "short_description": "Motion to Dismiss",
        "document_number": "12",
        "document_url": "http://ecf.flsd.localhost:8000/doc1/051120000077?caseid=20000001&de_seq_num=41&magic_num=4242",
        "pacer_case_id": "20000001",
        "pacer_doc_id": "051020000077",
        "pacer_seq_no": "41",
        "pacer_magic_num": "4242",
    }
    assert found["contains_attachments"]
    assert found["email_recipients"] == [
        {"name": "Linus Vega", "email_addresses": ["vega@lawfirm.example", "staff@lawfirm.example"]},
        {"name": "Mara Óstrov", "email_addresses": ["mara@ostrov.example"]},
    ]


def test_a_notice_of_docket_activity_is_read_as_that_of_a_court_of_appeals() -> None:
    assert wording.subject(ON_APPEAL) == '24-10001 Vega v. Harbor Line, Inc. "Motion for Extension of Time"'
    found = read(ON_APPEAL, as_html=True, court="ca11")
    (docket,) = found["dockets"]
    (entry,) = docket["docket_entries"]
    assert (found["appellate"], docket["case_name"]) == (True, "Vega v. Harbor Line, Inc.")
    assert docket["docket_number"] == "24-10001"
    assert entry == {
        "date_filed": date(2026, 3, 1),
        "description": ON_APPEAL.docket_text,
        "short_description": "Motion for Extension of Time",
        "document_number": None,
        "document_url": "http://ecf.ca11.localhost:8000/docs1/011020000077?uid=1092",
        "pacer_case_id": "20000001",
        "pacer_doc_id": "011020000077",
        "pacer_seq_no": None,
        "pacer_magic_num": "1092",  # 4242 in hexadecimal digits
    }
    assert [one["email_addresses"] for one in found["email_recipients"]] == [
        ["vega@lawfirm.example", "staff@lawfirm.example"],
        ["mara@ostrov.example"],
    ]
    text = compose(ON_APPEAL, as_html=False).for_recipient(4242)
    assert "Document(s): http://ecf.ca11.localhost:8000/docs1/011020000077?uid=1092" in text
    assert "Document Number" not in text


def test_the_notice_of_a_bankruptcy_court_names_the_chapter() -> None:
    assert wording.subject(IN_BANKRUPTCY) == "Ch-11 24-12345-ABC Motion to Sell Property Harbor Line, Inc."
    (docket,) = read(IN_BANKRUPTCY, as_html=True, court="flsb")["dockets"]
    assert (docket["docket_number"], docket["federal_dn_judge_initials_assigned"]) == ("24-12345", "ABC")
    assert docket["docket_entries"][0]["short_description"] == "Motion to Sell Property"
    assert wording.entered(IN_BANKRUPTCY).startswith("The following transaction was received from Óstrov, Mara entered")


def test_an_entry_without_a_document_has_no_address_to_open() -> None:
    found = read(TEXT_ONLY, as_html=True)
    (entry,) = found["dockets"][0]["docket_entries"]
    assert (entry["document_number"], entry["document_url"], entry["pacer_case_id"]) == ("12", None, "20000001")


def test_a_notice_of_several_cases_has_them_all() -> None:
    other = replace(CASE, number="1:20-cv-20002-RMA", case_id="20000002", document_number="9", name="Fell v. Harbor")
    found = read(replace(NOTICE, cases=(CASE, other)), as_html=True)
    assert [docket["docket_number"] for docket in found["dockets"]] == ["1:20-cv-20001", "1:20-cv-20002"]
    assert [docket["docket_entries"][0]["document_number"] for docket in found["dockets"]] == ["12", "9"]


def test_times_are_those_of_the_court() -> None:
    assert wording.entered(NOTICE) == (
        "The following transaction was entered by Óstrov, Mara on 3/1/2026 at 11:59 PM EST and filed on 3/1/2026"
    )


def test_docket_text_is_no_markup() -> None:
    text = "NOTICE of <script>alert(1)</script> by Harbor Line, Inc."
    (docket,) = read(replace(NOTICE, docket_text=text), as_html=True)["dockets"]
    assert docket["docket_entries"][0]["description"] == text


def test_a_closed_case_is_pointed_out() -> None:
    closed = replace(NOTICE, cases=(replace(CASE, closed_on=date(2025, 12, 31)),))
    for as_html in (True, False):
        assert "WARNING: CASE CLOSED on 12/31/2025" in compose(closed, as_html=as_html).body


def test_html_holds_ascii_alone() -> None:
    assert compose(NOTICE, as_html=True).for_recipient(1).isascii()


def test_a_notice_comes_back_from_its_row_whole() -> None:
    lists = [json_form.people_to_json(case.service_list) for case in NOTICE.cases]
    assert json_form.from_json(json_form.to_json(NOTICE), lists) == NOTICE


def test_the_hash_of_a_service_list_tells_who_and_where() -> None:
    first = service_list_hash(NOTICE)
    fewer = replace(NOTICE, cases=(replace(CASE, service_list=CASE.service_list[:2]),))
    elsewhere = replace(NOTICE, cases=(replace(CASE, case_id="20000002"),))
    assert len({first, service_list_hash(fewer), service_list_hash(elsewhere)}) == 3
    assert service_list_hash(replace(NOTICE, docket_text="Other")) == first


def service_list_hash(notice: Notice) -> str:
    lists = [json_form.list_hash(json_form.people_to_json(case.service_list)) for case in notice.cases]
    return json_form.service_list_hash(json_form.to_json(notice), lists)
