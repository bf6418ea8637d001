"""An unmodified juriscraper signs in and is recognised at the courts (wire contract, 2 and 3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from juriscraper.lib.exceptions import PacerLoginException
from juriscraper.pacer import DocketReport, PossibleCaseNumberApi
from juriscraper.pacer.http import PacerSession, check_if_logged_in_page

QUERY = "https://ecf.flsd.uscourts.gov/cgi-bin/iquery.pl"
QUERY_AT_A_CURRENTGEN_COURT = "https://ecf.flsb.uscourts.gov/cgi-bin/iquery.pl"
ANY_NONCE = "?1-L_1_0-1"
LOGGED_IN = b"/cgi-bin/login.pl?logout"
CSO_LOGOUT = "https://pacer.login.uscourts.gov/services/cso-logout"

Run = Callable[..., Any]


def cookie(pacer: PacerSession, name: str) -> str:
    """The value of a cookie that the program holds, "" when it holds none."""
    return next((one.value or "" for one in pacer.cookies.jar if one.name == name), "")


@pytest.mark.parametrize("username", ["charlie", "alice"])
def test_viewer_and_linked_attorney_log_in(run: Run, username: str) -> None:
    async def visit(pacer: PacerSession) -> None:
        await pacer.login()
        assert len(cookie(pacer, "NextGenCSO")) == 128
        assert cookie(pacer, "PacerSession") == cookie(pacer, "NextGenCSO")
        page = await pacer.get(QUERY, auto_login=False)
        assert page.status_code == 200
        assert LOGGED_IN in page.content
        assert check_if_logged_in_page(page.content)

    run(visit, username)


def test_wrong_password_is_told_as_a_failed_login(run: Run) -> None:
    async def visit(pacer: PacerSession) -> None:
        with pytest.raises(PacerLoginException):
            await pacer.login()

    run(visit, "charlie", "not the password of anybody")


def test_whoever_is_not_logged_in_gets_a_page_that_says_so(run: Run) -> None:
    async def visit(pacer: PacerSession) -> httpx.Response:
        return await pacer.get(QUERY, auto_login=False)

    page = run(visit)
    assert page.status_code == 200
    assert "text/html" in page.headers["Content-Type"]
    assert LOGGED_IN not in page.content
    assert not check_if_logged_in_page(page.content)


def test_program_without_credentials_learns_that_it_must_log_in(run: Run) -> None:
    async def visit(pacer: PacerSession) -> None:
        with pytest.raises(PacerLoginException):
            await pacer.get(QUERY)

    run(visit)


def test_currentgen_court_accepts_the_same_login(run: Run) -> None:
    async def visit(pacer: PacerSession) -> httpx.Response:
        await pacer.login()
        return await pacer.get(QUERY_AT_A_CURRENTGEN_COURT, auto_login=False)

    page = run(visit, "charlie")
    assert page.status_code == 200
    assert LOGGED_IN in page.content


def test_form_is_taken_without_a_csrf_token(run: Run) -> None:
    async def visit(pacer: PacerSession) -> httpx.Response:
        await pacer.login()
        return await pacer.post(QUERY + ANY_NONCE, data={"case_num": "1:20-cv-20001"}, auto_login=False)

    page = run(visit, "alice")
    assert page.status_code == 200
    assert LOGGED_IN in page.content


def test_client_code_of_the_program_is_shown(run: Run) -> None:
    async def visit(pacer: PacerSession) -> httpx.Response:
        await pacer.login()
        return await pacer.get(QUERY)

    assert "4410-02" in run(visit, "charlie", client_code="4410-02").text


def test_program_whose_session_has_died_logs_in_again_by_itself(run: Run) -> None:
    async def visit(pacer: PacerSession) -> None:
        await pacer.login()
        first = cookie(pacer, "NextGenCSO")
        await pacer.post(CSO_LOGOUT, json={"nextGenCSO": first}, auto_login=False)
        page = await pacer.get(QUERY)
        assert LOGGED_IN in page.content
        assert cookie(pacer, "NextGenCSO") not in ("", first)

    run(visit, "charlie")


def test_program_logs_in_by_itself_at_the_first_page(run: Run) -> None:
    async def visit(pacer: PacerSession) -> httpx.Response:
        return await pacer.get(QUERY)

    assert LOGGED_IN in run(visit, "alice").content


def test_docket_report_is_queried_and_read(run: Run) -> None:
    async def visit(pacer: PacerSession) -> dict[str, Any]:
        await pacer.login()
        report = DocketReport("flsd", pacer)
        await report.query("20100001", show_parties_and_counsel=True, show_terminated_parties=True)
        data: dict[str, Any] = report.data
        return data

    data = run(visit, "charlie", client_code="5120-77")
    assert data["docket_number"] == "1:20-cv-20001"
    assert data["case_name"] == "Harbor Pilots Association, Inc. v. Coral Reach Towing, LLC"
    assert data["assigned_to_str"] == "Ruth M. Alder"
    assert data["nature_of_suit"] == "120 Contract: Marine"
    assert "Harbor Pilots Association, Inc." in [party["name"] for party in data["parties"]]
    assert len(data["docket_entries"]) > 3
    assert data["docket_entries"][0]["document_number"] == "1"


def test_docket_report_is_charged_once_to_the_client_code_of_the_program(run: Run) -> None:
    async def visit(pacer: PacerSession) -> str:
        await pacer.login()
        await DocketReport("flsd", pacer).query("20100104")
        page = await pacer.get("https://ecf.flsd.uscourts.gov/utilities/billing-history", auto_login=False)
        return str(page.text)

    page = run(visit, "alice", client_code="5120-78")
    assert page.count('<td data-label="Client Code">5120-78</td>') == 1
    assert page.count('<td data-label="Criteria">1:20-cr-20104-BLM-1</td>') == 1


def test_docket_report_of_no_case_is_empty(run: Run) -> None:
    async def visit(pacer: PacerSession) -> dict[str, Any]:
        report = DocketReport("flsd", pacer)
        await report.query("999")
        data: dict[str, Any] = report.data
        return data

    assert not run(visit, "charlie")


def test_possible_case_numbers_lead_to_the_case_id(run: Run) -> None:
    async def visit(pacer: PacerSession) -> dict[str, Any]:
        await pacer.login()
        api = PossibleCaseNumberApi("flsd", pacer)
        await api.query("1:20-cv-20001")
        data: dict[str, Any] = api.data()
        return data

    assert run(visit, "charlie")["pacer_case_id"] == "20100001"
