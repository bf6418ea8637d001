"""A filing that was entered in several cases: whoever closes or corrects one entry is told of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from opencmecf.court.cases.models import Case
from opencmecf.court.clerk.tests.corrections import correct
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.tests.cases import closed_case, represented
from opencmecf.court.filing.tests.filings import draft_of, motion, plaintiff_of
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.testing.people import House

SAME = "The same filing is entered in other cases"
STILL_OPEN = "Still open in another case"


@pytest.fixture
def entries(house: House, case: Case, alice: Actor) -> list[DocketEntry]:
    """One motion, entered in two cases."""
    other = represented(closed_case(house.flsd), by=alice)
    content = motion(case, alice, exhibits=0)
    both = replace(content, cases=(case.pk, other.pk), filers=(plaintiff_of(case), plaintiff_of(other)))
    receipt = filing.submit(draft=draft_of(both, house.flsd, alice), actor=alice)
    return [one.entry for one in receipt.entries.select_related("entry__case").order_by("case")]


def page(house: House, entry: DocketEntry, name: str = "clerk-entry") -> str:
    address = reverse(name, args=[entry.pk], urlconf="opencmecf.config.urls_court")
    return str(house.signed_in("carla", house.flsd).get(address).content.decode())


@pytest.mark.parametrize("what", ["restriction", "text_restriction"])
def test_closing_one_entry_tells_where_the_filing_is_still_open(
    house: House, entries: list[DocketEntry], carla: Actor, what: str
) -> None:
    first, second = entries
    for name in ("clerk-entry", "clerk-correct"):
        assert SAME in page(house, first, name)
        assert f"/clerk/entries/{second.pk}" in page(house, first, name)
    assert STILL_OPEN not in page(house, first)
    correct(first, carla, **{what: Restriction.SEALED})
    assert STILL_OPEN in page(house, first)
    assert STILL_OPEN not in page(house, second)
    correct(second, carla, **{what: Restriction.SEALED})
    assert STILL_OPEN not in page(house, first)


def test_nothing_is_said_of_a_filing_in_one_case(house: House, entry: DocketEntry, carla: Actor) -> None:
    assert carla.site == house.flsd.pk
    assert SAME not in page(house, entry)
