"""Clerks who save at the same moment: one is first, the others are told, and no revision is lost (F9)."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from opencmecf.court.clerk import rules
from opencmecf.court.clerk.models import EntryRevision
from opencmecf.court.clerk.tests.corrections import correct
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filing.tests.cases import actor_of, civil_case
from opencmecf.foundation.access import Role
from opencmecf.testing.people import House

CLERKS = 6


@pytest.mark.django_db(transaction=True)
def test_one_of_many_is_first_and_the_others_are_told() -> None:
    house = House()
    carla = actor_of(house.linked("carla", role=Role.CLERK))
    entry = civil_case(house.flsd).entries.get(number="2")
    start, told = Barrier(CLERKS), []

    def save(number: int) -> None:
        mine = DocketEntry.objects.select_related("case__court").get(pk=entry.pk)
        start.wait()
        try:
            correct(mine, carla, words=f"The text of clerk {number}.", seen=0)
        except rules.ChangedMeanwhile as changed:
            told.append(changed.number)
        finally:
            connection.close()

    clerks = [Thread(target=save, args=(number,)) for number in range(CLERKS)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    (made,) = EntryRevision.objects.all()
    entry.refresh_from_db()
    assert entry.words == made.after["words"]
    assert told == [1] * (CLERKS - 1)
