from __future__ import annotations

from datetime import date

import pytest

from opencmecf.central.accounts import duplicates
from opencmecf.central.accounts.duplicates import BIRTH, EMAIL, NAME, Outcome
from opencmecf.central.accounts.models import Account

BORN = date(1980, 1, 2)


def person(**other: object) -> Account:
    told = {"first_name": "Alice", "last_name": "Attorney", "date_of_birth": BORN, "email": "alice@example.com"}
    return Account(**{**told, **other})


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ({}, (NAME, BIRTH, EMAIL)),
        ({"first_name": "ALICE", "last_name": " attorney"}, (NAME, BIRTH, EMAIL)),
        ({"middle_name": "Q.", "email": "other@example.com"}, (NAME, BIRTH)),
        ({"last_name": "Moreno", "date_of_birth": date(1981, 1, 2)}, (EMAIL,)),
        ({"date_of_birth": None, "email": "other@example.com"}, (NAME,)),
        ({"email": "Alice+pacer@Example.com"}, (NAME, BIRTH, EMAIL)),
        ({"email": "a.lice@example.com"}, (NAME, BIRTH, EMAIL)),
        ({"email": "alice@example.org"}, (NAME, BIRTH)),
    ],
)
def test_what_agrees(typed: dict[str, object], same: tuple[str, ...]) -> None:
    assert duplicates.alike(person(**typed), person()) == same


OTHER_BIRTH = {"date_of_birth": date(1979, 1, 2)}
OTHER_NAME = {"first_name": "Robert"}
OTHER_EMAIL = {"email": "robert@example.com"}


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ({}, Outcome.EXISTS),
        (OTHER_BIRTH, Outcome.MAY_EXIST),
        (OTHER_NAME, Outcome.MAY_EXIST),
        (OTHER_EMAIL, Outcome.MAY_EXIST),
        ({**OTHER_BIRTH, **OTHER_NAME}, Outcome.NEW),
        ({**OTHER_BIRTH, **OTHER_EMAIL}, Outcome.NEW),
        ({**OTHER_NAME, **OTHER_EMAIL}, Outcome.NEW),
        ({"email": "alice+tag@example.com"}, Outcome.HELD),
        ({"email": "al.ice@example.com", **OTHER_NAME, **OTHER_BIRTH}, Outcome.HELD),
    ],
)
def test_outcomes(typed: dict[str, object], outcome: Outcome) -> None:
    assert duplicates.find(person(**typed), [person()]).outcome is outcome


def test_a_tag_is_looked_at_though_nobody_is_known() -> None:
    assert duplicates.find(person(email="alice+tag@example.com"), []).outcome is Outcome.HELD
    assert duplicates.find(person(email="alice.attorney@example.com"), []).outcome is Outcome.NEW


def test_the_closest_account_counts() -> None:
    far, near = person(**OTHER_EMAIL), person()
    found = duplicates.find(person(), [far, near])
    assert (found.outcome, found.other) == (Outcome.EXISTS, near)
