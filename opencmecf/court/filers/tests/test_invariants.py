"""What `cmecf check` says when somebody has changed accounts or their trail by hand."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.foundation.audit.models import AuditEvent
from opencmecf.invariants import problems
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

LINKED_HAS_NO_PASSWORD = "court_account_linked_has_no_password"


def by_hand(*statements: str) -> None:
    """What the owner of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL ROLE NONE")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE opencmecf_web")


@pytest.fixture
def alice(house: House) -> CourtAccount:
    """alice's account, linked."""
    return house.linked("alice")


def test_a_whole_house_has_no_problems(house: House, alice: CourtAccount) -> None:
    house.court_account("john")
    house.linked("dora", house.ca11)
    assert list(problems()) == []


def test_a_link_without_its_trail_is_named(house: House, alice: CourtAccount) -> None:
    john = house.court_account("john")
    person = house.actor("john").person_id
    CourtAccount.objects.filter(pk=john.pk).update(person=person, linked_at=alice.linked_at, password="")
    number = house.account("john").number
    assert list(problems()) == [f"{john.chain}: the record says linked to {number}, the trail nobody"]


def test_a_link_that_was_undone_without_a_trail_is_named(house: House, alice: CourtAccount) -> None:
    CourtAccount.objects.update(person=None, linked_at=None)
    number = house.account("alice").number
    assert list(problems()) == [f"{alice.chain}: the record says linked to nobody, the trail {number}"]


def test_a_link_that_was_moved_to_somebody_else_is_named(house: House, alice: CourtAccount) -> None:
    CourtAccount.objects.update(person=house.actor("john").person_id)
    before, after = house.account("alice").number, house.account("john").number
    assert list(problems()) == [f"{alice.chain}: the record says linked to {after}, the trail {before}"]


def test_a_linked_account_with_a_password_is_impossible_and_named(alice: CourtAccount) -> None:
    with pytest.raises(IntegrityError, match=LINKED_HAS_NO_PASSWORD), transaction.atomic():
        CourtAccount.objects.update(password="x")
    by_hand(
        f"ALTER TABLE court_account DROP CONSTRAINT {LINKED_HAS_NO_PASSWORD}", "UPDATE court_account SET password = 'x'"
    )
    assert list(problems()) == [f"{alice.chain}: it is linked and still has a password"]


def test_a_link_to_a_pacer_user_of_another_court_is_named(house: House, alice: CourtAccount) -> None:
    assert house.ca11
    Person.objects.update(court="ca11")
    assert list(problems()) == [f"{alice.chain}: it is linked to a PACER user of another court"]


def test_an_account_that_has_vanished_is_named(house: House, alice: CourtAccount) -> None:
    by_hand(
        "ALTER TABLE link_request DISABLE TRIGGER ALL",
        f"DELETE FROM link_request WHERE court_account_id = {alice.pk}",
        f"DELETE FROM court_account WHERE id = {alice.pk}",
    )
    number = house.account("alice").number
    assert list(problems()) == [f"{alice.chain}: the trail says linked to {number}, and there is no such account"]


def test_a_trail_that_was_changed_is_named_too(alice: CourtAccount) -> None:
    by_hand(
        "ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only",
        "UPDATE audit_event SET body = replace(body, 'cm-alice', 'cm-other')"
        f" WHERE chain = '{alice.chain}' AND position = 2",
    )
    assert AuditEvent.objects.get(chain=alice.chain, position=2)
    assert list(problems()) == [f"audit chain {alice.chain}: event 2 was changed after it was written"]
