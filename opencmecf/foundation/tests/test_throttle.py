"""How much guessing is let through, as a table of cases, and what the counting sees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db.models.functions import Now
from pytest_django import Settings

from opencmecf.foundation import throttle
from opencmecf.foundation.throttle import Failures, pause_seconds

Attempt = apps.get_model("signon", "Attempt")  # any table of attempts would do
NOW = datetime(2020, 1, 27, 12, tzinfo=UTC)
OFFICE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        pytest.param(Failures(), 0, id="nothing failed"),
        pytest.param(Failures(here=4, at_account=4, last_here=NOW), 0, id="four wrong tries"),
        pytest.param(Failures(here=5, at_account=5, last_here=NOW), 5, id="the sixth try waits"),
        pytest.param(Failures(here=6, at_account=6, last_here=NOW), 10, id="each pause is twice the one before"),
        pytest.param(Failures(here=5, at_account=5, last_here=ago(3)), 2, id="time that has passed counts"),
        pytest.param(Failures(here=5, at_account=5, last_here=ago(4.5)), 1, id="half a second is not rounded away"),
        pytest.param(Failures(here=5, at_account=5, last_here=ago(5)), 0, id="after the pause one may try"),
        pytest.param(Failures(here=500, at_account=500, last_here=NOW), 15 * 60, id="never more than 15 minutes"),
        pytest.param(
            Failures(here=1, at_account=30, last_here=ago(9), last_at_account=NOW), 5, id="many addresses, one account"
        ),
        pytest.param(Failures(at_account=30, last_at_account=NOW), 5, id="a new address at an account under attack"),
        pytest.param(
            Failures(at_account=500, last_at_account=NOW, succeeded_here=True), 0, id="the owner, where they always are"
        ),
        pytest.param(
            Failures(here=5, at_account=500, last_here=NOW, last_at_account=NOW, succeeded_here=True),
            5,
            id="the owner's own wrong tries count",
        ),
        pytest.param(Failures(from_address=49, last_from_address=NOW), 0, id="an office may mistype at many accounts"),
        pytest.param(Failures(from_address=50, last_from_address=NOW), 5, id="one address, fifty accounts"),
        pytest.param(
            Failures(here=5, at_account=5, from_address=52, last_here=NOW, last_from_address=NOW),
            20,
            id="the longest of the pauses holds",
        ),
    ],
)
def test_pause_grows_with_what_failed(failures: Failures, wait: int) -> None:
    assert pause_seconds(failures, NOW) == wait


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:0:0:0:7", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_an_address_of_version_6_counts_as_its_network(address: str, place: str) -> None:
    assert throttle.place_of(address) == place


def failed(name: str, address: str, times: int, *, minutes_ago: int = 0) -> None:
    print_of_name = throttle.name_fingerprint(name)
    for _ in range(times):
        Attempt._default_manager.create(
            username_fingerprint=print_of_name, address=address, succeeded=False, way="login page"
        )
    Attempt._default_manager.filter(username_fingerprint=print_of_name).update(
        at=Now() - timedelta(minutes=minutes_ago)
    )


def counted(name: str, address: str) -> tuple[int, int, int]:
    found = throttle.recent_failures(Attempt, "username_fingerprint", throttle.name_fingerprint(name), address)
    return found.here, found.at_account, found.from_address


@pytest.mark.django_db
def test_counting_tells_account_and_address_apart() -> None:
    failed("alice", OFFICE, 2)
    failed("bob", OFFICE, 3)
    assert counted("alice", OFFICE) == (2, 2, 5)
    assert counted("alice", ELSEWHERE) == (0, 2, 0)
    assert counted("nobody", ELSEWHERE) == (0, 0, 0)


@pytest.mark.django_db
def test_what_failed_an_hour_ago_is_forgotten() -> None:
    failed("alice", OFFICE, 7, minutes_ago=61)
    assert counted("alice", OFFICE) == (0, 0, 0)


@pytest.mark.django_db
def test_a_try_that_was_not_heard_does_not_make_the_pause_longer() -> None:
    failed("alice", OFFICE, 5)
    Attempt._default_manager.update(was_heard=False)
    assert counted("alice", OFFICE) == (0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "known"), [(OFFICE, True), (ELSEWHERE, False)])
def test_under_attack_the_owner_is_known_by_an_address_of_an_earlier_success(address: str, known: bool) -> None:
    name = throttle.name_fingerprint("alice")
    Attempt._default_manager.create(username_fingerprint=name, address=OFFICE, succeeded=True, way="login page")
    failed("alice", "203.0.113.5", throttle.FREE_TRIES_AT_ACCOUNT)
    found = throttle.recent_failures(Attempt, "username_fingerprint", name, address)
    assert found.succeeded_here is known


@pytest.mark.django_db
def test_a_right_try_is_no_failure() -> None:
    Attempt._default_manager.create(
        username_fingerprint=throttle.name_fingerprint("alice"), address=OFFICE, succeeded=True, way="login page"
    )
    assert counted("alice", OFFICE) == (0, 0, 0)


def test_the_log_holds_no_name_but_finds_it_in_any_case() -> None:
    kept = throttle.name_fingerprint(" Alice ")
    assert kept == throttle.name_fingerprint("alice")
    assert kept != throttle.name_fingerprint("alicia")
    assert "alice" not in kept.lower()


def test_the_log_cannot_be_read_without_the_key(settings: Settings) -> None:
    kept = throttle.name_fingerprint("alice")
    settings.SECRET_KEY = "another deployment"
    assert throttle.name_fingerprint("alice") != kept
