"""A service list is kept once, and made anew as soon as anything that it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.cases.models import Appearance, Case, Party
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.sheet import Counsel
from opencmecf.court.docket.sheet import Party as ListedParty
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.court.docket.text import text_of
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.notices import actions, json_form
from opencmecf.court.notices.invariants import broken_notices
from opencmecf.court.notices.models import FiledNotice, NoticeAddress, ServiceList
from opencmecf.court.notices.service_list import service_list
from opencmecf.court.notices.tests.notices import NOTICE
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Role, system
from opencmecf.testing.people import House

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN}))


def civil_case(court: Court) -> Case:
    """A case with an attorney on each side."""
    counsel = {
        "Plaintiff": Counsel(name="Alice Moreno", lines=(text_of("200 Harbor Street"),)),
        "Defendant": Counsel(name="Jon Fell", lines=(text_of("77 Sand Street"), text_of("Miami, FL 33101"))),
    }
    parties = tuple(ListedParty(type=role, name=text_of(role), counsel=(one,)) for role, one in counsel.items())
    return take_over(sheet=civil_sheet(parties=parties), court=court, actor=ADMIN).case


@pytest.fixture
def case(house: House) -> Case:
    """A case in which Alice is told by e-mail, at a second address too, and another one by letter."""
    found = civil_case(house.flsd)
    account = house.linked("alice")
    Appearance.objects.filter(party__case=found, name="Alice Moreno").update(court_account=account)
    NoticeAddress.objects.create(account=account, address="second@moreno.example", confirmed_at=Now())
    NoticeAddress.objects.create(account=account, address="waits@moreno.example")
    return found


def kept(case: Case) -> ServiceList:
    (one,) = actions.keep_lists_of_cases(cases=[case])
    return ServiceList.objects.get(pk=one.hash)


def alice() -> Any:
    return CourtAccount.objects.filter(login="cm-alice")


def letter(case: Case) -> Any:
    return Appearance.objects.filter(party__case=case, court_account=None)


def first_party(case: Case) -> Party:
    return case.parties.order_by("order")[0]


def namesake(case: Case, lines: list[str]) -> Appearance:
    return Appearance.objects.create(party=first_party(case), order=7, name="Alice Moreno", lines=lines)


CHANGES: dict[str, Callable[[Case], object]] = {
    "another address": lambda case: alice().update(email="new@moreno.example"),
    "another name": lambda case: alice().update(last_name="Moreno-Vega"),
    "a closed account": lambda case: alice().update(is_active=False),
    "a secondary address less": lambda case: NoticeAddress.objects.all().delete(),
    "a secondary address confirmed": lambda case: NoticeAddress.objects.update(confirmed_at=Now()),
    "a secondary address switched off": lambda case: NoticeAddress.objects.update(receives=False),
    "a secondary address changed": lambda case: NoticeAddress.objects.exclude(confirmed_at=None).update(
        address="third@moreno.example"
    ),
    "the primary address switched off": lambda case: NoticeAddress.objects.create(
        account=alice().get(), address=alice().get().email, receives=False
    ),
    "an attorney who has left": lambda case: Appearance.objects.filter(court_account__isnull=False).update(
        roles=["TERMINATED: 01/02/2020"]
    ),
    "an attorney less": lambda case: letter(case).delete(),
    "an attorney more": lambda case: Appearance.objects.create(party=first_party(case), order=7, name="Mara Ostrov"),
    "another printed name": lambda case: letter(case).update(name="Another Name"),
    "another printed address": lambda case: letter(case).update(lines=["1 New Street", "Miami, FL 33101"]),
    "a namesake": lambda case: namesake(case, ["9 Other Street"]),
    "another order": lambda case: Party.objects.filter(pk=first_party(case).pk).update(order=99),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_list_is_made_anew_after_every_change(change: Callable[[Case], object], case: Case) -> None:
    before = kept(case)
    assert before.people == json_form.people_to_json(service_list(case))
    change(case)
    after = kept(case)
    assert after.people == json_form.people_to_json(service_list(case))
    assert after.hash != before.hash
    assert ServiceList.objects.filter(pk=before.pk).get().people == before.people


def test_the_printed_address_of_an_account_counts_where_a_namesake_has_none(case: Case) -> None:
    namesake(case, ["9 Other Street"])
    before = kept(case)
    Appearance.objects.filter(court_account__isnull=False).update(lines=["9 Other Street"])
    assert kept(case).people == json_form.people_to_json(service_list(case))
    assert kept(case) != before


def test_an_unchanged_list_costs_one_statement_and_no_row(case: Case, django_assert_num_queries: Any) -> None:
    before = kept(case)
    with django_assert_num_queries(1):
        (again,) = actions.keep_lists_of_cases(cases=[case])
    assert (again.hash, again.is_mailed) == (before.hash, True)
    assert ServiceList.objects.count() == 1


def test_a_list_that_is_as_it_was_before_is_the_same_one(case: Case) -> None:
    first, email = kept(case), alice().get().email
    alice().update(email="new@moreno.example")
    assert kept(case) != first
    alice().update(email=email)
    assert kept(case) == first


def test_a_case_without_counsel_has_an_empty_list(case: Case) -> None:
    Appearance.objects.filter(party__case=case).delete()
    (one,) = actions.keep_lists_of_cases(cases=[case])
    assert not one.is_mailed
    assert ServiceList.objects.get(pk=one.hash).people == []


@pytest.mark.django_db(transaction=True)
def test_a_list_is_kept_in_the_transaction_of_a_filing(house: House) -> None:
    case = civil_case(house.flsd)
    with pytest.raises(RuntimeError, match="outside a transaction"):
        actions.keep_lists_of_cases(cases=[case])
    with transaction.atomic():
        actions.keep_lists_of_cases(cases=[case])
        transaction.set_rollback(True)
    assert not ServiceList.objects.exists()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda: ServiceList.objects.update(people=[]), "is not as it was kept"),
        (lambda: ServiceList.objects.all().delete(), "a service list of notice"),
        (lambda: FiledNotice.objects.update(lists=[]), "has not one service list for each case"),
        (lambda: FiledNotice.objects.update(service_list_hash="0" * 64), "are other ones"),
    ],
)
def test_a_changed_list_is_noticed(house: House, harm: Callable[[], object], told: str) -> None:
    actions.freeze_notice(notice=NOTICE, actor=system("tests", house.flsd.pk))
    assert not list(broken_notices())
    harm()
    assert any(told in problem for problem in broken_notices())
