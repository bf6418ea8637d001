"""An unmodified juriscraper finds a case and reads its menu, its history and its numbered documents over the wire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from juriscraper.lib.exceptions import ParsingException
from juriscraper.pacer import CaseQuery, DocketHistoryReport, PossibleCaseNumberApi, ShowCaseDocApi
from juriscraper.pacer.http import PacerSession
from juriscraper.pacer.mobile_query import MobileQuery

Run = Callable[..., Any]

HARBOR_ID, WREN_ID = "20100001", "20100104"
BILLING_HISTORY = "https://ecf.flsd.uscourts.gov/utilities/billing-history"


def descriptions(page: str, client_code: str) -> list[str]:
    """What was charged under a client code, as the billing history lists it."""
    rows = [row for row in page.split("<tr>") if f">{client_code}</td>" in row]
    return [row.split('data-label="Description">')[1].split("<")[0] for row in rows]


def test_a_case_is_queried_by_its_id_for_nothing(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[dict[str, Any], str]:
        report = CaseQuery("flsd", pacer)
        await report.query(HARBOR_ID)
        return report.data, (await pacer.get(BILLING_HISTORY)).text

    data, billed = run(visit, "charlie", client_code="5120-80")
    assert data["docket_number"] == "1:20-cv-20001"
    assert data["case_name"] == "Harbor Pilots Association, Inc. v. Coral Reach Towing, LLC"
    assert data["assigned_to_str"] == "Ruth M. Alder"
    assert data["referred_to_str"] == "Owen P. Strand"
    assert data["date_filed"] == dt.date(2020, 1, 6)
    assert data["date_last_filing"] == dt.date(2020, 4, 30)
    assert descriptions(billed, "5120-80") == []


def test_a_case_that_is_not_there_is_read_as_none(run: Run) -> None:
    async def visit(pacer: PacerSession) -> dict[str, Any]:
        report = CaseQuery("flsd", pacer)
        await report.query("999")
        data: dict[str, Any] = report.data
        return data

    assert run(visit, "charlie") == {}


@pytest.mark.parametrize(("query_type", "order", "count"), [("History", "asc", 13), ("Documents", "desc", 11)])
def test_a_history_is_read_and_charged_once(run: Run, query_type: str, order: str, count: int) -> None:
    code = f"5120-{query_type}"

    async def visit(pacer: PacerSession) -> tuple[dict[str, Any], str]:
        report = DocketHistoryReport("flsd", pacer)
        await report.query(HARBOR_ID, query_type=query_type, order_by=order, show_de_descriptions=True)
        return report.data, (await pacer.get(BILLING_HISTORY)).text

    data, billed = run(visit, "charlie", client_code=code)
    assert data["docket_number"] == "1:20-cv-20001"
    assert data["case_name"] == "Harbor Pilots Association, Inc. v. Coral Reach Towing, LLC"
    assert data["date_filed"] == dt.date(2020, 1, 6)
    entries = data["docket_entries"]
    assert len(entries) == count
    complaint = entries[0 if order == "asc" else -1]
    assert complaint["document_number"] == "1"
    assert complaint["short_description"] == "Complaint"
    assert complaint["description"].startswith("COMPLAINT against Coral Reach Towing, LLC")
    assert (complaint["date_filed"], complaint["date_entered"]) == (dt.date(2020, 1, 6), dt.date(2020, 1, 7))
    assert complaint["pacer_doc_id"]
    assert descriptions(billed, code) == ["History/Documents"]


@pytest.mark.parametrize("number", ["1:20-cr-20104", "20-20104", "20cr20104"])
def test_possible_case_numbers_are_found_in_every_form(run: Run, number: str) -> None:
    async def visit(pacer: PacerSession) -> dict[str, Any]:
        api = PossibleCaseNumberApi("flsd", pacer)
        await api.query(number)
        data: dict[str, Any] = api.data(docket_number_letters="cr")
        return data

    assert run(visit, "charlie")["pacer_case_id"] == WREN_ID


def test_a_document_is_found_by_its_number(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[str, str, str]:
        history = DocketHistoryReport("flsd", pacer)
        await history.query(HARBOR_ID)
        found = []
        for attachment in ("", "1"):
            api = ShowCaseDocApi("flsd", pacer)
            await api.query(HARBOR_ID, "1", attachment)
            found.append(api.data)
        return history.data["docket_entries"][0]["pacer_doc_id"], found[0], found[1]

    linked, main, attachment = run(visit, "charlie")
    assert main == linked
    assert attachment not in ("", main)


def test_a_document_that_is_not_there_is_told_as_such(run: Run) -> None:
    async def visit(pacer: PacerSession) -> None:
        api = ShowCaseDocApi("flsd", pacer)
        await api.query(HARBOR_ID, "999", "")
        with pytest.raises(ParsingException):
            _ = api.data

    run(visit, "charlie")


def test_a_mobile_query_counts_entries_for_nothing(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[dict[str, Any], str]:
        report = MobileQuery("flsd", pacer)
        await report.query(HARBOR_ID)
        return report.data, (await pacer.get(BILLING_HISTORY)).text

    data, billed = run(visit, "charlie", client_code="5120-81")
    assert data["entry_count"] == 13
    assert descriptions(billed, "5120-81") == []
