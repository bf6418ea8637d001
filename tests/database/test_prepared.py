from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, BooleanField, ExpressionWrapper, Q, UUIDField

from opencmecf.central.accounts.models import Account
from opencmecf.central.signon.models import Attempt, Client, Session
from opencmecf.court.cases.models import Case
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing.tests.cases import civil_case
from opencmecf.foundation.access import Actor, GuardedQuerySet, Restriction, Role
from opencmecf.foundation.database.prepared import Prepared, insert, insert_all
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


def test_a_number_that_the_database_gives_is_read_back(house: House) -> None:
    attempt = Attempt(username_fingerprint="x", account=house.account("alice"), succeeded=True)
    insert(attempt)
    assert Attempt.objects.get().pk == attempt.pk


def test_several_rows_are_inserted_in_one_statement_and_in_their_order(
    house: House, django_assert_num_queries: Any
) -> None:
    rows = [CourtAccount(court=house.flsd, login=f"login-{place}", email="", role="filer") for place in range(3)]
    with django_assert_num_queries(1):
        assert insert_all(rows) is rows
    assert [CourtAccount.objects.get(pk=row.pk).login for row in rows] == ["login-0", "login-1", "login-2"]
    assert not rows[0]._state.adding
    with django_assert_num_queries(0):
        insert_all([])


def test_values_of_other_kinds_and_lists_of_them(house: House) -> None:
    alice, john = house.court_account("alice"), house.court_account("john")
    session = Session.objects.create(account=house.account("alice"), key_fingerprint="x")
    by_id = Prepared(lambda key: CourtAccount.objects.filter(pk=key), key=BigIntegerField())
    assert by_id.first(key=john.pk) == john
    among = Prepared(
        lambda court, keys: CourtAccount.objects.filter(court=court, pk__in=keys).order_by("pk"),
        keys=[BigIntegerField()],
    )
    assert among.all(court="flsd", keys=(john.pk, alice.pk)) == [alice, john]
    assert among.all(court="flsd", keys=[]) == []
    assert among.all(court="ca11", keys=[alice.pk]) == []
    if isinstance(Session._meta.pk, UUIDField):
        assert Prepared(lambda key: Session.objects.filter(pk=key), key=UUIDField()).first(key=session.pk) == session


def test_each_actor_sees_what_the_queryset_shows_them(house: House) -> None:
    """Whatever the order in which people with other roles and of other courts have asked."""
    visible = Prepared(lambda actor: Case.objects.visible_to(actor).order_by("pk"))
    cases = [
        civil_case(court, pacer_case_id=f"5600{number}", case_number=f"1:20-cv-200{number}-RMA")
        for number, court in enumerate((house.flsd, house.flsd, house.flsd), start=10)
    ]
    for case, level in zip(cases, Restriction, strict=True):
        Case.objects.filter(pk=case.pk).update(restriction=level)
    people = [
        Actor(label=f"account:{place}", site=site, roles=frozenset(roles))
        for place, (site, roles) in enumerate(
            (site, roles) for roles in ([Role.CLERK], [], [Role.JUDGE], [Role.FILER]) for site in ("flsd", "flsb")
        )
    ]
    seen = {actor: visible.all(actor=actor) for actor in [*people, *reversed(people)]}
    assert seen == {actor: list(Case.objects.visible_to(actor).order_by("pk")) for actor in people}
    assert len({len(found) for found in seen.values()}) > 1


def test_a_queryset_that_decides_by_whose_it_is_cannot_be_prepared(house: House) -> None:
    def for_alice_alone(actor: Any) -> Any:
        return CourtAccount.objects.all() if actor.label == "account:1" else CourtAccount.objects.none()

    with pytest.raises(TypeError, match=r"actor\.label is not known yet"):
        Prepared(for_alice_alone).all(actor=Actor(label="account:1", site="flsd"))


def test_a_queryset_in_which_somebody_sees_nothing(house: House) -> None:
    house.court_account("alice")
    guarded = Prepared(lambda actor: GuardedQuerySet(CourtAccount).visible_to(actor))
    anybody = Actor(label="account:1", site="flsd")
    assert guarded.first(actor=anybody) is None
    assert guarded.all(actor=anybody) == []
