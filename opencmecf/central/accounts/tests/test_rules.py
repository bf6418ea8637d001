from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from opencmecf.central.accounts import rules
from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus
from opencmecf.foundation.case_search import CaseSearch

NOW = datetime(2020, 1, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize("username", ["abcd", "alice.attorney", "a_b-c@d.example", "x" * 45, "CS512584", "12345678"])
def test_usernames_that_may_be_chosen(username: str) -> None:
    assert rules.username_problem(username) == ""


@pytest.mark.parametrize(
    ("username", "hint"),
    [
        ("abc", "4 to 45"),
        ("x" * 46, "4 to 45"),
        ("alice attorney", "letters, digits"),
        ("alice!", "letters, digits"),
        ("ålice", "letters, digits"),
        ("alice\n", "letters, digits"),
        ("X-alice", "cannot begin with X-"),
        ("x-alice", "cannot begin with X-"),
        ("1234567", "an account number"),
    ],
)
def test_usernames_that_may_not(username: str, hint: str) -> None:
    assert hint in rules.username_problem(username)


@pytest.mark.parametrize(
    ("password", "hint"),
    [
        ("fourteen chars", "too short"),
        ("alice.attorney1", "similar to the username"),
        ("alice@example.com", "similar to the email"),
        ("12345678987654321", "too common"),
        ("passwordpassword", "again and again"),
        ("aaaaaaaaaaaaaaaaaaaa", "again and again"),
    ],
)
def test_passwords_that_may_not_be_chosen(password: str, hint: str) -> None:
    alice = Account(first_name="Alice", last_name="Attorney", username="alice.attorney", email="alice@example.com")
    assert any(hint in problem for problem in rules.password_problems(password, alice))


def test_a_long_password_needs_no_digits_or_signs() -> None:
    assert rules.password_problems("a heron waits beside the canal", Account(username="alice")) == []


@pytest.mark.parametrize(
    ("birth", "possible"),
    [(date(1980, 1, 2), True), (date(2020, 1, 27), False), (date(2068, 1, 2), False), (date(1180, 1, 2), False)],
)
def test_date_of_birth(birth: date, possible: bool) -> None:
    assert (rules.birth_problem(birth, date(2020, 1, 27)) == "") is possible


@pytest.mark.parametrize(
    ("zip_code", "country", "possible"),
    [
        ("33128", rules.UNITED_STATES, True),
        ("33128-7716", "united states of america ", True),
        ("3312", rules.UNITED_STATES, False),
        ("SW1A 1AA", "United Kingdom", True),
    ],
)
def test_zip_codes(zip_code: str, country: str, possible: bool) -> None:
    assert (rules.zip_problem(zip_code, country) == "") is possible


@pytest.mark.parametrize(
    ("state", "country", "possible"),
    [
        ("FL", rules.UNITED_STATES, True),
        ("", rules.UNITED_STATES, False),
        ("", "Canada", True),
        ("FL", "Canada", False),
    ],
)
def test_states(state: str, country: str, possible: bool) -> None:
    assert (rules.state_problem(state, country) == "") is possible


@pytest.mark.parametrize(
    ("telephone", "possible"),
    [("", True), ("305-555-0100", True), ("+44 20 7946 0100", True), ("305.555.0100 x12", True), ("call me", False)],
)
def test_telephones(telephone: str, possible: bool) -> None:
    assert (rules.telephone_problem(telephone) == "") is possible


def test_five_times_an_hour() -> None:
    just_now = [NOW - timedelta(minutes=minutes) for minutes in range(5)]
    assert not rules.may_happen_again(just_now, NOW, per_hour=5)
    assert rules.may_happen_again(just_now, NOW + timedelta(hours=1), per_hour=5)


@pytest.mark.parametrize(
    ("account_class", "status", "told"),
    [
        (AccountClass.CASE_SEARCH, AccountStatus.ACTIVE, "Active"),
        (AccountClass.CASE_SEARCH, AccountStatus.DISABLED, "Inactive"),
        (AccountClass.FIRM, AccountStatus.ACTIVE, "None: a PACER Administrative Account neither searches nor files"),
    ],
)
def test_case_search_status(account_class: AccountClass, status: AccountStatus, told: str) -> None:
    account = Account(account_class=account_class, status=status, case_search=CaseSearch.ACTIVE)
    assert rules.case_search_status(account) == told


def test_case_search_waits_for_a_token() -> None:
    account = Account(account_class=AccountClass.ATTORNEY_FILER, status=AccountStatus.ACTIVE)
    assert rules.case_search_status(account) == "Pending token"


@pytest.mark.parametrize(
    ("user_type", "email", "possible"),
    [
        ("Federal government", "alice@agency.gov", True),
        ("State or local government attorney", "alice@county.fl.us", True),
        ("Federal government attorney", "alice@example.com", False),
        ("Private attorney", "alice@example.com", True),
    ],
)
def test_governments_write_from_their_own_mailboxes(user_type: str, email: str, possible: bool) -> None:
    assert (rules.government_problem(user_type, email) == "") is possible


@pytest.mark.parametrize(("hours", "words"), [(168, "7 days"), (24, "1 day"), (36, "36 hours"), (0, "0 hours")])
def test_a_waiting_time_is_said_in_days_where_they_are_whole(hours: int, words: str) -> None:
    assert rules.wait_in_words(hours) == words
