"""A refresh token is used while what it rests on ends: nothing good is left, whoever is first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from opencmecf.central.programs.tests.makers import allowed, approved, browser_of
from opencmecf.central.signon import actions as signon
from opencmecf.central.signon import codes, consents, program_tokens, refresh
from opencmecf.central.signon.models import AuthorizationCode, Client, Consent, RefreshToken
from opencmecf.foundation import secrets
from opencmecf.foundation.access import system
from opencmecf.testing.people import House
from opencmecf.testing.races import one_after_the_other

pytestmark = pytest.mark.django_db(transaction=True)

FAMILY, AGAIN = "end the family", "show the code a second time"  # a family can be ended once it has a token
Ender = Callable[[Consent, str], object]
ENDERS: dict[str, Ender] = {
    "log out everywhere": lambda consent, _: signon.end_all_sessions(
        account=consent.account, by=system("tests"), reason="a test"
    ),
    "take back": lambda consent, _: consents.end(consent=consent),
    "stop the program": lambda consent, _: refresh.end_of_client(consent.client),
    FAMILY: lambda _, code: refresh.end_family(secrets.fingerprint(code)),
}


@pytest.fixture(autouse=True)
def no_jobs_left_behind(db: None) -> Iterator[None]:
    """The tables of the queue are not Django's, so that nobody else empties them."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def signed_in() -> tuple[Consent, str, str]:
    """John's consent to a program, the code that the program got, and its first refresh token."""
    house = House()
    program, john = approved(house), browser_of(house)
    code = allowed(john, program)["code"]
    return Consent.objects.get(), code, program.exchange(code).json()["refresh_token"]


def renewed(consent: Consent, token: str) -> Callable[[], object]:
    return lambda: refresh.renew(token, client=consent.client, access_token="access")


def nothing_good_is_left() -> bool:
    return not RefreshToken.objects.filter(used_at__isnull=True, ended_at__isnull=True).exists()


@pytest.mark.parametrize("ender", ENDERS)
def test_what_ends_while_a_token_is_renewed_ends_the_new_one_too(
    ender: str, signed_in: tuple[Consent, str, str]
) -> None:
    consent, code, token = signed_in
    new, _ = one_after_the_other(renewed(consent, token), lambda: ENDERS[ender](consent, code))
    assert refresh.good(new[0]) is None
    assert nothing_good_is_left()


def test_a_token_is_not_renewed_while_it_ends(signed_in: tuple[Consent, str, str]) -> None:
    consent, code, token = signed_in
    _, new = one_after_the_other(lambda: ENDERS["log out everywhere"](consent, code), renewed(consent, token))
    assert new is None
    assert nothing_good_is_left()


def test_a_stolen_token_that_is_shown_while_its_successor_is_renewed_ends_both(
    signed_in: tuple[Consent, str, str],
) -> None:
    consent, _, stolen = signed_in
    renew = refresh.renew(stolen, client=consent.client, access_token="access")
    assert renew is not None
    one_after_the_other(renewed(consent, renew[0]), renewed(consent, stolen))
    assert nothing_good_is_left()


def redeemed(client: Client, code: str) -> Callable[[], object]:
    """What the token endpoint does when `code` has been redeemed a moment ago."""
    row = AuthorizationCode.objects.get(pk=secrets.fingerprint(code))
    AuthorizationCode.objects.filter(pk=row.pk).update(token_fingerprint=secrets.fingerprint("access"))
    RefreshToken.objects.all().delete()
    granted = codes.Granted(scope=row.scope, nonce="", claims=row.claims)
    return lambda: program_tokens.for_code(granted, code=code, client=client, access_token="access")


def spoilt(consent: Consent, code: str) -> None:
    """What the token endpoint does when a code is shown a second time."""
    codes.spoil(code, consent.client)
    refresh.end_family_of(code, consent.client)


@pytest.mark.parametrize("ender", [*(one for one in ENDERS if one != FAMILY), AGAIN])
def test_what_ends_while_a_code_is_redeemed_ends_what_it_brings(
    ender: str, signed_in: tuple[Consent, str, str]
) -> None:
    consent, code, _ = signed_in
    end = {**ENDERS, AGAIN: spoilt}[ender]
    told, _ = one_after_the_other(redeemed(consent.client, code), lambda: end(consent, code))
    assert refresh.good(told["refresh_token"]) is None
    assert nothing_good_is_left()


@pytest.mark.parametrize("ender", ["log out everywhere", AGAIN])
def test_a_code_brings_nothing_while_it_ends(ender: str, signed_in: tuple[Consent, str, str]) -> None:
    consent, code, _ = signed_in
    end = {**ENDERS, AGAIN: spoilt}[ender]
    _, told = one_after_the_other(lambda: end(consent, code), redeemed(consent.client, code))
    assert told is None
    assert nothing_good_is_left()
