"""Fed. R. Civ. P. 5.2(c): who reads the documents of Social Security and immigration cases remotely."""

from __future__ import annotations

import pytest

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filers.models import BarStatus, CourtAccount
from opencmecf.court.metering.models import Charge
from opencmecf.court.viewing.rules import is_limited
from opencmecf.court.viewing.tests.pages import AS_JURISCRAPER, IFRAME, pdf_of
from opencmecf.court.viewing.tests.shelf import CASE_ID, EXHIBIT, MOTION, SINGLE
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

DENIED = b"Permission to view this document is denied based on Nature of Suit"


@pytest.fixture
def limited(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(nature_of_suit="863 Social Security: DIWC/DIWW")
    return case


@pytest.mark.parametrize(
    ("nature", "words", "limited"),
    [
        ("863 Social Security: DIWC/DIWW", "MOTION for Summary Judgment", True),
        ("465 Other Immigration Actions", "PETITION", True),
        ("463 Habeas Corpus - Alien Detainee", "MOTION for Order to Show Cause", True),
        ("863 Social Security: DIWC/DIWW", "ORDER granting Motion", False),
        ("863 Social Security: DIWC/DIWW", "MEMORANDUM OPINION AND ORDER", False),
        ("863 Social Security: DIWC/DIWW", "FINAL JUDGMENT", False),
        ("861 HIA", "Proposed Order", True),
        ("110 Insurance", "MOTION", False),
        ("8630 of another list", "MOTION", False),
        ("", "MOTION", False),
    ],
)
def test_what_is_limited(nature: str, words: str, limited: bool) -> None:
    assert is_limited(nature, words) == limited


def test_the_public_sees_the_menu_and_reads_nothing(charlie: Browser, limited: Case) -> None:
    assert "Exhibit A" in text_of(charlie.get(f"/doc1/0510{MOTION[4:]}"))
    for page in (
        charlie.get(f"/doc1/{EXHIBIT}"),
        charlie.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER),
        charlie.get(f"/cgi-bin/show_multidocs.pl?caseid={CASE_ID}&arr_de_seq_nums=10"),
    ):
        assert page.status_code == 200
        assert DENIED in page.content
    assert not Charge.objects.exists()


def test_orders_are_open(charlie: Browser, limited: Case) -> None:
    DocketEntry.objects.filter(case=limited, number="2").update(words="ORDER granting Motion")
    assert pdf_of(charlie, charlie.post(f"/doc1/{SINGLE}", AS_JURISCRAPER))


def test_counsel_of_record_read_and_other_filers_do_not(house: House, limited: Case) -> None:
    house.linked("alice")
    alice = house.signed_in("alice", house.flsd)
    assert DENIED in alice.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER).content
    account = CourtAccount.objects.get(court=house.flsd, person__isnull=False)
    Appearance.objects.filter(party__case=limited).update(court_account=account)
    assert pdf_of(alice, alice.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER))


def test_whoever_has_left_the_case_or_may_not_practice_reads_nothing(house: House, limited: Case) -> None:
    account = house.linked("alice")
    alice = house.signed_in("alice", house.flsd)
    appearances = Appearance.objects.filter(party__case=limited)
    appearances.update(court_account=account, roles=["LEAD ATTORNEY", "TERMINATED: 01/02/2020"])
    assert DENIED in alice.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER).content
    appearances.update(roles=["LEAD ATTORNEY"])
    assert pdf_of(alice, alice.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER))
    for status in (BarStatus.SUSPENDED, BarStatus.DISBARRED, BarStatus.INACTIVE):
        CourtAccount.objects.filter(pk=account.pk).update(bar_status=status)
        assert DENIED in alice.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER).content


def test_court_staff_read(clerk: Browser, limited: Case) -> None:
    assert IFRAME.search(clerk.get(f"/doc1/{EXHIBIT}").content.decode())
