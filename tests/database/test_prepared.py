from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q

from opencmecf.central.accounts.models import Account
from opencmecf.central.signon.models import Attempt, Client, Session
from opencmecf.court.cases.models import Case
from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.access import GuardedQuerySet, Role, system
from opencmecf.foundation.database.prepared import Prepared, PreparedFor, insert, insert_all
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


def test_numbers_days_and_several_rows(house: House) -> None:
    alice, john = house.linked("alice"), house.court_account("john")
    by_id = Prepared(lambda number: CourtAccount.objects.filter(pk=number))
    assert [by_id.first(number=one.pk) for one in (alice, john)] == [alice, john]
    since = Prepared(lambda day: CourtAccount.objects.filter(issued_at__date__gte=day).order_by("pk"))
    assert since.all(day=dt.date(2020, 1, 1)) == sorted([alice, john], key=lambda one: one.pk)
    assert since.all(day=dt.date(2999, 1, 1)) == []


def test_lines_of_values_are_converted(house: House) -> None:
    alice = house.linked("alice")
    logins = Prepared(lambda court_id: CourtAccount.objects.filter(court_id=court_id).values_list("pk", "login"))
    assert logins.lines(court_id="flsd") == [(alice.pk, "cm-alice")]


def test_a_guarded_queryset_is_composed_for_each_set_of_roles(house: House) -> None:
    case = Case.objects.create(court=house.flsd, pacer_case_id="1", number="1", number_core="1", restriction="sealed")
    by_id: PreparedFor[Case] = PreparedFor(
        lambda actor, case: Case.objects.visible_to(actor).filter(pacer_case_id=case)
    )
    clerk = system("clerk", "flsd", frozenset({Role.CLERK}))
    elsewhere = system("clerk", "ca11", frozenset({Role.CLERK}))
    for _ in range(2):
        assert by_id.first(clerk, case="1") == case
        assert by_id.first(elsewhere, case="1") is None
        assert by_id.first(house.actor("alice"), case="1") is None
    case.restriction = "public"
    case.save()
    assert by_id.first(house.actor("alice"), case="1") == case


def test_a_condition_that_asks_more_of_an_actor_than_a_role_is_refused(house: House) -> None:
    people: PreparedFor[CourtAccount] = PreparedFor(
        lambda actor: CourtAccount.objects.filter(person_id=actor.person_id)  # type: ignore[misc]
    )
    with pytest.raises(AttributeError, match="person_id"):
        people.first(house.actor("alice"))


def test_value_that_is_not_compared_as_it_is_given_is_refused_when_composed() -> None:
    with pytest.raises(TypeError, match="number"):
        Prepared(lambda number: Account.objects.filter(username="x")).first(number="1")


def test_row_that_was_inserted_equals_the_one_that_was_saved(house: House) -> None:
    account = house.account("alice")
    facts: dict[str, Any] = {
        "username_fingerprint": "x",
        "account": account,
        "address": "192.0.2.7",
        "succeeded": True,
        "way": "passkey",
    }
    inserted = Attempt(**facts)
    insert(inserted)
    saved = Attempt.objects.create(**facts)
    one, other = Attempt.objects.exclude(pk=saved.pk).values().get(), Attempt.objects.filter(pk=saved.pk).values().get()
    assert not inserted._state.adding
    assert other["at"] >= one["at"]
    assert {**one, "id": 0, "at": 0} == {**other, "id": 0, "at": 0}


def test_inserting_the_same_key_twice_is_refused(house: House) -> None:
    session = Session(account=house.account("alice"), key_fingerprint="once")
    insert(session)
    assert Session.objects.get(pk=session.pk).methods == "pwd"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Session(account=session.account, key_fingerprint="once"))


def test_a_value_that_the_database_fills_in_is_read_back(house: House) -> None:
    attempt = Attempt(username_fingerprint="x", account=house.account("alice"), succeeded=True)
    insert(attempt, read_back="id")
    assert Attempt.objects.get().pk == attempt.pk


def test_several_rows_are_inserted_in_one_statement_and_in_their_order(
    house: House, django_assert_num_queries: Any
) -> None:
    rows = [CourtAccount(court=house.flsd, login=f"login-{place}", email="", role="filer") for place in range(3)]
    with django_assert_num_queries(1):
        assert insert_all(rows, read_back="id") is rows
    assert [CourtAccount.objects.get(pk=row.pk).login for row in rows] == ["login-0", "login-1", "login-2"]
    assert not rows[0]._state.adding
    with django_assert_num_queries(0):
        insert_all([])


def test_lists_of_any_length(house: House, django_assert_num_queries: Any) -> None:
    alice, john = house.court_account("alice"), house.court_account("john")
    among = Prepared(
        lambda court, keys: CourtAccount.objects.filter(court=court, pk__in=keys).order_by("-pk"),
    )
    assert among.all(court="flsd", keys=[alice.pk, john.pk]) == [john, alice]
    assert among.all(court="flsd", keys=[john.pk]) == [john]
    assert among.all(court="ca11", keys=[alice.pk]) == []
    with django_assert_num_queries(0):
        assert among.all(court="flsd", keys=[]) == []
    logins = Prepared(lambda logins: CourtAccount.objects.filter(login__in=logins))
    assert logins.first(logins=["cm-alice", "' OR true --"]) == alice


def test_a_queryset_in_which_somebody_sees_nothing(house: House) -> None:
    house.court_account("alice")
    guarded = PreparedFor(lambda actor: GuardedQuerySet(CourtAccount).visible_to(actor))
    assert guarded.first(house.actor("alice")) is None
    assert guarded.all(house.actor("alice")) == []
