"""Searching cases by name, dates, status, nature of suit and cause: what is found, how it pages, what it costs."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from juriscraper.pacer.case_query_advanced import CaseQueryAdvancedBankruptcy

from opencmecf.court.cases import case_search
from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.case_search import Criteria, search_cases
from opencmecf.court.cases.index_names import name_wanted
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import restrict_entry, take_over
from opencmecf.court.docket.sheet import Counsel, DocketSheet, Fact, Party
from opencmecf.court.docket.tests.sheets import civil_sheet, entry
from opencmecf.court.docket.text import text_of as words
from opencmecf.court.metering.models import Charge
from opencmecf.court.query import case_search_page
from opencmecf.foundation.access import Actor, Restriction, Role, system
from opencmecf.foundation.reference import CourtKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

QUERY = "/cgi-bin/iquery.pl?1-L_1_0-1"
ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
PUBLIC = Actor(label="public", site="flsd", roles=frozenset({Role.PACER_USER}))


def sheet(
    number: int, plaintiff: str, *, closed: str = "", nature: str = "120 Contract: Marine", **more: Any
) -> DocketSheet:
    """A case of which everything that is searched for can be chosen; its last entry is of the day of its number."""
    facts = [
        Fact(label="Date Filed", value=words(f"01/{number:02}/2020")),
        Fact(label="Nature of Suit", value=words(nature)),
    ]
    if closed:
        facts.append(Fact(label="Date Terminated", value=words(closed)))
    parties = (
        Party(type="Plaintiff", name=words(plaintiff), counsel=(Counsel(name="Alice Moreno"),)),
        Party(type="Defendant", name=words("Harbor Pilots, Inc."), counsel=(Counsel(name="Alice Moreno"),)),
    )
    values: dict[str, Any] = {
        "case_number": f"1:20-cv-{20100 + number}-RMA",
        "pacer_case_id": str(560100 + number),
        "caption": f"{plaintiff} v. Harbor Pilots, Inc.",
        "right": tuple(facts),
        "left": (Fact(label="Cause", value=words("28:1332 Diversity")),),
        "parties": parties,
        "entries": (
            replace(entry(1, "COMPLAINT", day=1), link=None),
            replace(entry(2, "ORDER", day=number), link=None),
        ),
    }
    return civil_sheet(**(values | more))


@pytest.fixture
def cases(house: House) -> dict[str, Case]:
    """Three cases, by the last name of their plaintiff."""
    sheets = {
        "okafor": sheet(5, "Robert Okafor"),
        "okafors": sheet(9, "Tom Okafors", closed="02/03/2020"),
        "reyes": sheet(
            12, "Ana Reyes", nature="110 Insurance", left=(Fact(label="Cause", value=words("42:1983 Rights")),)
        ),
    }
    return {name: take_over(sheet=one, court=house.flsd, actor=ADMIN).case for name, one in sheets.items()}


@pytest.fixture
def charlie(house: House, cases: dict[str, Case]) -> Browser:
    return house.signed_in("charlie", house.flsd)


def found(page: Any) -> list[str]:
    """The numbers in the table of hits."""
    return re.findall(r'<a href="iquery.pl\?1-L_1_0-0-(\d+)">', page.content.decode())


@pytest.mark.parametrize(
    ("form", "ids"),
    [
        ({"last_name": "oka*"}, ["560105", "560109"]),
        ({"last_name": "harbor pilots"}, ["560105", "560109", "560112"]),
        ({"last_name": "*PILOTS"}, ["560105", "560109", "560112"]),
        ({"last_name": "*pil*", "person_type": "Defendant"}, ["560105", "560109", "560112"]),
        ({"last_name": "moreno", "person_type": "aty"}, ["560105", "560109", "560112"]),
        ({"last_name": "moreno", "first_name": "a"}, ["560105", "560109", "560112"]),
        ({"last_name": "harbor pilots", "case_status": "open"}, ["560105", "560112"]),
        ({"last_name": "harbor pilots", "nature_suit": "120"}, ["560105", "560109"]),
        ({"last_name": "harbor pilots", "Qry_filed_to": "1/9/2020"}, ["560105", "560109"]),
        ({"Qry_filed_from": "1/9/2020", "Qry_filed_to": "1/31/2020"}, ["560112", "560109"]),
        ({"filed_from": "1/9/2020", "filed_to": "1/31/2020"}, ["560112", "560109"]),
        ({"lastentry_from": "1/9/2020", "lastentry_to": "1/20/2020"}, ["560112", "560109"]),
        ({"nature_suit": "120"}, ["560109", "560105"]),
        ({"cause": "28:1332"}, ["560109", "560105"]),
    ],
)
def test_criteria_find_cases_and_cost_by_the_page(charlie: Browser, form: dict[str, str], ids: list[str]) -> None:
    page = charlie.post(QUERY, form)
    assert found(page) == ids
    what = "person" if "last_name" in form else "case"
    assert f"There were {len(ids)} matching {what}s." in text_of(page)
    charge = Charge.objects.get()
    assert (charge.description, charge.pages, charge.cost_cents) == ("Search", 1, 10)
    assert "Billable Pages: 1 Cost: 0.10" in text_of(page)
    assert f"Search Criteria: {charge.criteria} " in text_of(page).replace("&#x27;", "'")


@pytest.mark.parametrize(
    "form",
    [
        {"last_name": "okafor"},
        {"last_name": "Okafor", "first_name": "Rob", "person_type": "pty"},
        {"last_name": "harbor pilots", "case_status": "closed", "nature_suit": "120", "Qry_filed_to": "1/8/2020"},
        {"cause": "42:1983"},
    ],
)
def test_one_case_is_gone_to_at_once_with_one_charge(charlie: Browser, form: dict[str, str]) -> None:
    page = charlie.post(QUERY, form)
    if "closed" in form.values():
        assert "There were 0 matching persons." in text_of(page)
    else:
        assert "Docket Report ..." in text_of(page)
        assert "<h2>Query</h2>" in page.content.decode(), "clients look for a heading on a page with this receipt"
    assert Charge.objects.count() == 1
    assert "Description: Search" in text_of(page)


def test_nothing_found_is_charged_as_one_page(charlie: Browser) -> None:
    page = charlie.post(QUERY, {"last_name": "nobody"})
    assert "There were 0 matching persons." in text_of(page)
    assert Charge.objects.get().cost_cents == 10


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Type a case number or a name, or choose dates"),
        ({"case_status": "open"}, "Open or closed alone finds too many cases."),
        ({"last_name": "o"}, "Type at least 2 characters of the last or business name."),
        ({"first_name": "Robert"}, "Type at least 2 characters of the last or business name."),
        ({"Qry_filed_from": "1/1/2010", "Qry_filed_to": "1/1/2020"}, "the dates may lie 366 days apart at most"),
        ({"Qry_filed_to": "1/1/2020"}, "the dates may lie 366 days apart at most"),
        ({"Qry_filed_from": "1/2/2020", "Qry_filed_to": "1/1/2020"}, "The start date must be less than or equal to"),
        ({"Qry_filed_from": "tomorrow"}, "Type the date as month, day and year"),
        ({"nature_suit": "9x9"}, "Choose a nature of suit from the list."),
    ],
)
def test_what_would_find_too_much_is_refused_with_advice_and_costs_nothing(
    charlie: Browser, form: dict[str, str], told: str
) -> None:
    page = charlie.post(QUERY, form)
    assert page.status_code == 200
    assert told in text_of(page)
    assert not Charge.objects.exists()


def test_staff_search_for_nothing(house: House, cases: dict[str, Case]) -> None:
    house.linked("carla", role=Role.CLERK)
    page = house.signed_in("carla", house.flsd).post(QUERY, {"last_name": "oka*"})
    assert len(found(page)) == 2
    assert "Transaction Receipt" not in text_of(page)
    assert not Charge.objects.exists()


@pytest.mark.parametrize("form", [{"last_name": "harbor pilots"}, {"cause": "28:1332"}, {"last_name": "alice*"}])
def test_pages_follow_each_other_without_gap_or_repetition(
    charlie: Browser, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(charlie.post(QUERY, form))
    monkeypatch.setattr(case_search_page, "PAGE_SIZE", 1)
    pages: list[str] = []
    after: str | None = ""
    while after is not None and len(pages) < 5:
        page = charlie.post(QUERY, form | {"after": after})
        pages += found(page)
        following = re.search(r'name="after" value="([^"]+)"', page.content.decode())
        after = following[1] if following else None
        if whole:
            assert f"There were {len(whole)} matching" in text_of(page)
    assert pages == whole


@pytest.mark.parametrize("after", ["x", "/", "2020-13-01/5", "a/b/c", "okafor/1/" + "9" * 40, "0/0/0", "/-1"])
def test_a_key_that_somebody_made_up_does_no_harm(charlie: Browser, after: str) -> None:
    for form in ({"last_name": "harbor pilots"}, {"cause": "28:1332"}):
        assert charlie.post(QUERY, form | {"after": after}).status_code == 200


def test_more_than_a_thousand_are_told_as_such(cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_search, "COUNTED", 2)
    for criteria in (
        Criteria(name=name_wanted(last="harbor pilots")),
        Criteria(filed=case_search.Days(first=dt.date(2020, 1, 1))),
    ):
        hits = search_cases(court_id="flsd", criteria=criteria, size=1, actor=PUBLIC)
        assert (hits.counted, hits.only_case) == ("2+", None)


def test_a_program_gets_everything_on_one_page(
    cases: dict[str, Case], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_search_page, "PAGE_SIZE", 1)
    program = replace(house.actor("charlie"), by_program=True)
    criteria = Criteria(name=name_wanted(last="harbor pilots"))
    page = case_search_page.find_cases(criteria=criteria, told="", after="", court=_hosted(house), actor=program)
    assert page.html.count("iquery.pl?") == 3


def test_a_sealed_case_is_in_no_hit_and_no_count(charlie: Browser, cases: dict[str, Case]) -> None:
    restrict_case(case=cases["okafor"], restriction=Restriction.SEALED, reason="", actor=ADMIN)
    for form in ({"last_name": "okafor"}, {"last_name": "okafor", "person_type": "pty"}):
        assert "There were 0 matching persons." in text_of(charlie.post(QUERY, form))
    page = charlie.post(QUERY, {"last_name": "harbor pilots"})
    assert "There were 2 matching persons." in text_of(page)
    assert "560105" not in found(page)
    assert "560105" not in found(charlie.post(QUERY, {"nature_suit": "120", "cause": "28:13"}))


def test_whoever_may_see_a_sealed_case_sees_that_it_is_sealed(house: House, cases: dict[str, Case]) -> None:
    restrict_case(case=cases["okafor"], restriction=Restriction.SEALED, reason="", actor=ADMIN)
    house.linked("jones", role=Role.JUDGE)
    page = house.signed_in("jones", house.flsd).post(QUERY, {"last_name": "harbor pilots"})
    assert "1:20-cv-20105-RMA Sealed Robert Okafor v." in text_of(page)


def test_the_date_of_a_sealed_entry_finds_no_case(charlie: Browser, cases: dict[str, Case]) -> None:
    restrict_entry(entry=cases["reyes"].entries.get(number="2"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    form = {"lastentry_from": "1/12/2020", "lastentry_to": "1/12/2020"}
    assert "There were 0 matching cases." in text_of(charlie.post(QUERY, form))
    restrict_entry(entry=cases["reyes"].entries.get(number="2"), restriction=Restriction.PUBLIC, reason="", actor=ADMIN)
    assert "1:20-cv-20112-RMA" in text_of(charlie.post(QUERY, form))


def test_cases_of_another_court_are_not_found(charlie: Browser, house: House) -> None:
    admin = system("tests", "flsb", frozenset({Role.COURT_ADMIN}))
    other = sheet(20, "Robert Okafor", court_id="flsb", kind=CourtKind.BANKRUPTCY, case_number="20-20120-RMA")
    take_over(sheet=other, court=house.flsb, actor=admin)
    assert "1:20-cv-20105-RMA" in text_of(charlie.post(QUERY, {"last_name": "okafor"}))
    assert "560120" not in found(charlie.post(QUERY, {"last_name": "oka*"}))


def test_a_bankruptcy_courts_hits_are_read_by_juriscraper(house: House) -> None:
    admin = system("tests", "flsb", frozenset({Role.COURT_ADMIN}))
    for number in (3, 4):
        one = sheet(number, "Ana Reyes", court_id="flsb", kind=CourtKind.BANKRUPTCY, case_number=f"20-1000{number}-RMA")
        take_over(sheet=one, court=house.flsb, actor=admin)
    charlie = house.signed_in("charlie", house.flsb)
    for form in ({"last_name": "reyes"}, {"filed_from": "01/01/2020", "filed_to": "01/30/2020"}):
        report = CaseQueryAdvancedBankruptcy("flsb")
        report._parse_text(charlie.post(QUERY, form).content.decode())
        rows = {row["pacer_case_id"]: row for row in report.data}
        assert set(rows) == {"560103", "560104"}
        assert rows["560103"]["case_name"] == "Ana Reyes v. Harbor Pilots, Inc."
        assert rows["560103"]["date_filed"] == dt.date(2020, 1, 3)
        assert rows["560103"].get("date_closed") is None
    wide = charlie.post(QUERY, {"filed_from": "01/01/2020", "filed_to": "03/30/2020"})
    assert "the dates may lie 31 days apart at most" in text_of(wide)


@pytest.mark.parametrize("form", [{"last_name": "harbor pilots"}, {"cause": "28:1332"}, {"last_name": "okafor"}])
def test_a_search_takes_few_queries(charlie: Browser, form: dict[str, str]) -> None:
    with CaptureQueriesContext(connection) as asked:
        charlie.post(QUERY, form)
    queries = [one["sql"] for one in asked if "SAVEPOINT" not in str(one["sql"])]
    assert len(queries) <= 8


def _hosted(house: House) -> Any:
    from opencmecf.court.profile.queries import hosted_court

    return hosted_court(house.flsd.pk)
