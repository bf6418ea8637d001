"""Who is served in a case, and how."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models.functions import Now

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.sheet import Counsel, Party
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.court.docket.text import Run, text_of
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.notices.service_list import service_list
from opencmecf.court.notices.values import Addressee
from opencmecf.foundation.access import Role, system
from opencmecf.testing.people import House

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN}))


def counsel(name: str, *lines: str, role: str = "LEAD ATTORNEY") -> Counsel:
    return Counsel(name=name, lines=(*(text_of(line) for line in lines), (Run(role, ("i",)),)))


FELL = counsel(
    "Jon Fell", "77 Sand Street", "Miami, FL 33101", "305-555-0199", "Email: fell@fell.example", role="PRO SE"
)


@pytest.fixture
def case(house: House) -> Case:
    sheet = civil_sheet(
        parties=(
            Party(type="Plaintiff", name=text_of("Jon Fell"), counsel=(FELL,)),
            Party(
                type="Defendant",
                name=text_of("Harbor Line, Inc."),
                counsel=(
                    counsel("Alice Moreno", "200 Harbor Street"),
                    counsel("Gone Counsel", "1 Past Way", role="TERMINATED: 01/02/2020"),
                ),
            ),
            Party(
                type="Defendant",
                name=text_of("Reef Co."),
                counsel=(counsel("Alice Moreno", "(See above for address)"),),
            ),
            Party(type="Defendant", name=text_of("Unserved, LLC"), counsel=()),
        )
    )
    case = take_over(sheet=sheet, court=house.flsd, actor=ADMIN).case
    Appearance.objects.filter(name="Alice Moreno").update(court_account=house.linked("alice"))
    return case


def test_each_is_served_once_in_the_order_of_the_sheet(case: Case) -> None:
    alice = CourtAccount.objects.get(login="cm-alice")
    assert service_list(case) == (
        Addressee(name="Jon Fell", postal=("77 Sand Street", "Miami, FL 33101")),
        Addressee(name="Alice Moreno", addresses=(alice.email,), account=alice.pk),
    )


def test_secondary_addresses_follow_the_primary_one(case: Case) -> None:
    alice = CourtAccount.objects.get(login="cm-alice")
    NoticeAddress.objects.create(account=alice, address="clerk@moreno.example", confirmed_at=Now())
    NoticeAddress.objects.create(account=alice, address="anybody@moreno.example")
    NoticeAddress.objects.create(account=alice, address="gone@moreno.example", receives=False)
    assert service_list(case)[1].addresses == (alice.email, "clerk@moreno.example")


def test_whoever_wants_no_mail_is_served_by_other_means(case: Case) -> None:
    alice = CourtAccount.objects.get(login="cm-alice")
    NoticeAddress.objects.create(account=alice, address=alice.email.upper(), receives=False)
    assert service_list(case)[1] == Addressee(name="Alice Moreno", postal=("200 Harbor Street",), account=alice.pk)


def test_a_closed_account_gets_no_mail(case: Case) -> None:
    alice = CourtAccount.objects.get(login="cm-alice")
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert not service_list(case)[1].by_mail


def test_two_queries_whatever_the_size(case: Case, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        service_list(case)


def moreno(case: Case, *lines: str, account: CourtAccount | None = None) -> Appearance:
    """Another Alice Moreno, below the last party."""
    party = case.parties.order_by("order").last()
    assert party
    return Appearance.objects.create(
        party=party, order=party.appearances.count(), name="Alice Moreno", lines=list(lines), court_account=account
    )


def test_namesakes_with_accounts_are_served_each(house: House, case: Case) -> None:
    """Somebody who appears under the name of another attorney does not take the service of that one."""
    john = house.court_account("john")
    CourtAccount.objects.filter(pk=john.pk).update(first_name="Alice", middle_name="", last_name="Moreno")
    moreno(case, account=john)
    alice = CourtAccount.objects.get(login="cm-alice")
    assert [one.account for one in service_list(case)] == [None, alice.pk, john.pk]


def test_a_postal_line_takes_no_mail_from_a_namesake(house: House, case: Case) -> None:
    alice = CourtAccount.objects.get(login="cm-alice")
    Appearance.objects.filter(court_account=alice, lines__icontains="See above").delete()
    first = Appearance.objects.get(court_account=alice)
    Appearance.objects.filter(pk=first.pk).update(court_account=None, lines=["9 Other Street"])
    moreno(case, "200 Harbor Street", account=alice)
    assert service_list(case)[1:] == (
        Addressee(name="Alice Moreno", postal=("9 Other Street",)),
        Addressee(name="Alice Moreno", addresses=(alice.email,), account=alice.pk),
    )


@pytest.mark.parametrize("line", ["200 HARBOR STREET", "Email: Alice@example.com", "(See above for address)"])
def test_a_line_without_an_account_joins_it_where_the_address_agrees(case: Case, line: str) -> None:
    moreno(case, line)
    assert [one.account for one in service_list(case)][1:] == [CourtAccount.objects.get(login="cm-alice").pk]


@pytest.mark.parametrize("line", ["9 Other Street", "Email: alice@other.example", ""])
def test_otherwise_both_stand(case: Case, line: str) -> None:
    moreno(case, line)
    served = service_list(case)
    assert [one.account for one in served][1:] == [CourtAccount.objects.get(login="cm-alice").pk, None]


def test_a_person_without_account_is_served_once_at_each_address(case: Case) -> None:
    Appearance.objects.filter(name="Alice Moreno").update(court_account=None)
    moreno(case, "200 Harbor Street")
    moreno(case, "9 Other Street")
    assert [one.postal for one in service_list(case)][1:] == [("200 Harbor Street",), ("9 Other Street",)]
