"""What the filer of a sealed filing is told: nobody hears of it by e-mail, and whoever joins the case is seen."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.filing import actions
from opencmecf.court.filing.content import ChosenParty, Content, NewAppearance, NewParty
from opencmecf.court.filing.tests.cases import actor_of, civil_case, represented
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.foundation.access import Actor
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import House

NOBODY = "Nobody, for the filing is sealed"


@pytest.fixture
def alice(house: House) -> Actor:
    return actor_of(house.linked("alice"))


@pytest.fixture
def case(house: House, alice: Actor) -> Case:
    return represented(civil_case(house.flsd), by=alice)


def review(content: Content, house: House, alice: Actor) -> str:
    draft = draft_of(content, house.flsd, alice)
    return text_of(house.signed_in("alice", house.flsd).get(f"/filing/{draft.pk}/review"))


def test_before_it_is_sealed_the_filer_reads_whom_to_serve(house: House, case: Case, alice: Actor) -> None:
    said = review(motion(case, alice, "sealed-motion", exhibits=0), house, alice)
    assert f"Told by e-mail {NOBODY}" in said
    assert re.search(r"To be served by other means \d: .*Alice Moreno", said)
    public = review(motion(case, alice, exhibits=0), house, alice)
    assert NOBODY not in public
    assert "Told by e-mail 1: Alice Moreno" in public


def test_the_notice_of_a_sealed_filing_claims_no_mail(house: House, case: Case, alice: Actor) -> None:
    content = motion(case, alice, "sealed-motion", exhibits=0)
    receipt = actions.submit(draft=draft_of(content, house.flsd, alice), actor=alice)
    browser = house.signed_in("alice", house.flsd)
    for address in (f"/filing/{receipt.pk}/notice", f"/notices/{receipt.notice_id}"):
        said = text_of(browser.get(address))
        assert "Notice has been electronically mailed to: Nobody" in said
        assert re.search(r"delivered by other means to:.*Alice Moreno", said)
        assert "alice@example.com" not in said
    assert "Nobody is told by e-mail" in text_of(browser.get(f"/filing/{receipt.pk}/notice"))


def test_whoever_joins_with_a_sealed_filing_is_told_that_everybody_sees_it(
    house: House, case: Case, alice: Actor
) -> None:
    party = ChosenParty(case=case.pk, new="n1")
    content = replace(
        motion(case, alice, "sealed-motion", exhibits=0),
        filers=(party,),
        new_parties=(NewParty(key="n1", case=case.pk, type="Interested Party", name="Reef Watch, Inc."),),
        appearances=(NewAppearance(party=party),),
    )
    said = review(content, house, alice)
    assert (
        "Open to everybody Reef Watch, Inc. (Interested Party); Alice Moreno for Reef Watch, Inc. The docket lists"
        in said
    )
    public = replace(content, events=motion(case, alice, exhibits=0).events)
    assert "Open to everybody" not in review(public, house, alice)
