"""What a correction takes out of sight reaches nobody who may not see it, by no page and in no notice."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from opencmecf.court.cases.models import Case
from opencmecf.court.clerk import queries
from opencmecf.court.clerk.actions import review_filing
from opencmecf.court.clerk.models import EntryRevision, FilingReview
from opencmecf.court.clerk.tests.corrections import correct
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.foundation.access import Actor, Restriction, Role, anonymous
from opencmecf.testing.people import House

CANARY = "kanarienvogel"


@pytest.fixture
def entry(entry: DocketEntry, carla: Actor) -> DocketEntry:
    """The canary stood in the text, and a first correction of something else was open to everybody."""
    correct(entry, carla, words=f"MOTION {CANARY} Dismis", former_level=Restriction.PUBLIC)
    correct(entry, carla, words=f"MOTION {CANARY} Dismiss", former_level=Restriction.PUBLIC)
    return entry


def told(entry: DocketEntry, actor: Actor) -> str:
    lines = [line for one in queries.history(entry, actor) for line in one.lines]
    return "\n".join(f"{line.before} {line.after}" for line in lines)


def test_open_corrections_are_there_for_everybody(entry: DocketEntry, alice: Actor) -> None:
    assert CANARY in told(entry, alice)
    assert CANARY in told(entry, anonymous("flsd"))


def test_what_a_later_correction_takes_out_is_gone_from_the_earlier_ones(
    entry: DocketEntry, carla: Actor, alice: Actor, adele: Actor, jones: Actor
) -> None:
    correct(entry, carla, words="MOTION to Dismiss", former_level=Restriction.COURT)
    assert CANARY not in told(entry, alice)
    assert CANARY in told(entry, adele)
    correct(entry, carla, words="MOTION to Dismiss.", former_level=Restriction.SEALED)
    assert CANARY not in told(entry, adele)
    assert CANARY in told(entry, jones)


@pytest.mark.parametrize("what", ["restriction", "text_restriction"])
def test_a_sealed_entry_has_no_history_for_others(
    entry: DocketEntry, carla: Actor, alice: Actor, adele: Actor, what: str
) -> None:
    correct(entry, carla, **{what: Restriction.SEALED}, former_level=Restriction.PUBLIC)
    for actor in (anonymous("flsd"), alice, adele):
        assert CANARY not in told(entry, actor)
        assert not EntryRevision.objects.visible_to(actor).exists()
    assert CANARY in told(entry, carla)


def test_the_pages_hold_no_word_of_it(house: House, entry: DocketEntry, carla: Actor, case: Case) -> None:
    review_filing(entry=entry, state=FilingReview.State.QUESTION, note="zeisig", actor=carla)
    correct(entry, carla, words="MOTION to Dismiss", reason=f"Took {CANARY} out.", tell=True)
    history = reverse("entry-history", args=[entry.pk], urlconf="opencmecf.config.urls_court")
    for name in ("alice", "charlie"):
        page = house.signed_in(name, house.flsd).get(history).content.decode()
        assert "History of entry 5" in page
        assert CANARY not in page
        assert "zeisig" not in page
    assert CANARY in house.signed_in("carla", house.flsd).get(history).content.decode()


def test_a_sealed_entry_is_not_found(
    house: House, entry: DocketEntry, carla: Actor, jones: Actor, adele: Actor
) -> None:
    assert jones.site == adele.site
    correct(entry, carla, restriction=Restriction.SEALED)
    history = reverse("entry-history", args=[entry.pk], urlconf="opencmecf.config.urls_court")
    for name in ("alice", "adele"):
        assert house.signed_in(name, house.flsd).get(history).status_code == 404
    assert house.signed_in("jones", house.flsd).get(history).status_code == 200


def test_pending_motions_leave_out_what_is_sealed(house: House, entry: DocketEntry, carla: Actor, adele: Actor) -> None:
    page = house.signed_in("adele", house.flsd).get("/reports/pending-motions").content.decode()
    assert "Motion to Dismiss" in page
    correct(entry, carla, text_restriction=Restriction.SEALED)
    for query in ("", "?format=csv", "?case_number=20-20001"):
        page = house.signed_in("adele", house.flsd).get(f"/reports/pending-motions{query}").content.decode()
        assert "Motion to Dismiss" not in page
    assert "Motion to Dismiss" in house.signed_in("carla", house.flsd).get("/reports/pending-motions").content.decode()


def test_the_history_is_no_docket_for_nothing(house: House, case: Case) -> None:
    """Whoever counts through the entries reads the text of none that was not corrected."""
    row = case.entries.get(number="1")
    history = reverse("entry-history", args=[row.pk], urlconf="opencmecf.config.urls_court")
    words = row.words[:30]
    assert words not in house.signed_in("charlie", house.flsd).get(history).content.decode()
    assert "History of entry 1" in house.signed_in("charlie", house.flsd).get(history).content.decode()
    house.linked("carla", role=Role.CLERK)
    assert words in house.signed_in("carla", house.flsd).get(history).content.decode()


def test_verifying_a_document_is_no_docket_for_nothing(house: House, case: Case, alice: Actor) -> None:
    filing.submit(draft=draft_of(motion(case, alice, exhibits=0), house.flsd, alice), actor=alice)
    row = case.entries.get(number="5")
    page = "/utilities/verify-document?case_number=20-20001&document_number=5"
    told = house.signed_in("charlie", house.flsd).get(page).content.decode()
    assert "The document is unchanged" in told
    assert "Motion to Dismiss" in told
    assert f"{row.date_filed:%m/%d/%Y}" in told
    assert row.words not in html.unescape(told)
    DocketEntry.objects.filter(pk=row.pk).update(text_restriction=Restriction.SEALED)
    assert "Motion to Dismiss" not in house.signed_in("charlie", house.flsd).get(page).content.decode()


def test_what_an_entry_says_now_stands_beside_its_corrections(house: House, entry: DocketEntry) -> None:
    history = reverse("entry-history", args=[entry.pk], urlconf="opencmecf.config.urls_court")
    assert "What it says now" in house.signed_in("charlie", house.flsd).get(history).content.decode()


def test_remarks_are_for_the_clerks_office(entry: DocketEntry, carla: Actor, jones: Actor, alice: Actor) -> None:
    review_filing(entry=entry, state=FilingReview.State.QUESTION, note="zeisig", actor=carla)
    assert FilingReview.objects.visible_to(carla).exists()
    for actor in (jones, alice, anonymous("flsd")):
        assert not FilingReview.objects.visible_to(actor).exists()
