from __future__ import annotations

import pytest
from django.db.models import BooleanField, ExpressionWrapper, Q

from opencmecf.central.accounts.models import Account
from opencmecf.central.signon.models import Client
from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.database.prepared import Prepared
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

by_login = Prepared(
    lambda court_id, login: (
        CourtAccount.objects.select_related("court", "person")
        .annotate(is_clerk=ExpressionWrapper(Q(role="clerk"), BooleanField()))
        .filter(court_id=court_id, login=login)
    )
)


def test_prepared_row_equals_the_one_that_the_queryset_finds(house: House) -> None:
    linked = house.linked("alice")
    found = by_login.first(court_id="flsd", login="cm-alice")
    assert found == linked
    fresh = CourtAccount.objects.get(pk=linked.pk)
    for field in CourtAccount._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(fresh, field.attname)


def test_joined_rows_and_annotations_come_with_it(house: House, django_assert_num_queries: object) -> None:
    house.linked("alice")
    house.court_account("john")
    alice = by_login.first(court_id="flsd", login="cm-alice")
    john = by_login.first(court_id="flsd", login="cm-john")
    assert alice is not None
    assert john is not None
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert alice.person is not None
        assert alice.person.name == "Alice Moreno"
        assert alice.court.pk == "flsd"
        assert john.person is None
    assert alice.is_clerk is False  # type: ignore[attr-defined]


def test_each_call_fills_in_its_own_values(house: House) -> None:
    house.court_account("alice")
    assert by_login.first(court_id="flsd", login="cm-alice") is not None
    assert by_login.first(court_id="ca11", login="cm-alice") is None
    assert by_login.first(court_id="flsd", login="' OR true --") is None


def test_values_are_converted_as_django_does_it(house: House) -> None:
    assert house.flsd.pk == "flsd"
    client = Prepared(lambda name: Client.objects.filter(pk=name)).first(name="court-flsd")
    assert client is not None
    assert isinstance(client.redirect_uris, list)


def test_value_that_is_no_plain_text_is_refused_when_composed() -> None:
    with pytest.raises(TypeError, match="number"):
        Prepared(lambda number: Account.objects.filter(username="x")).first(number="1")
