"""How often signing on asks the database, from the first redirect to the page.

`pytest -rP tests/speed` prints each number.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencmecf.central.second_factor import codes, rules
from opencmecf.central.second_factor.models import AuthenticatorApp
from opencmecf.foundation import secrets
from opencmecf.testing.people import PASSWORD, House

pytestmark = pytest.mark.django_db

TRANSACTION = re.compile(r"(SAVEPOINT|RELEASE|ROLLBACK TO) ")
PAGE = "/utilities/client-code"


def queries(step: Callable[[], None]) -> int:
    """How many queries the second of two rounds of `step` makes; the first one makes rows that stay."""
    step()
    with CaptureQueriesContext(connection) as captured:
        step()
    # A planned statement is counted without its words.
    count = len([one for one in captured if not TRANSACTION.match(one["sql"] or "")])
    print(f"{step.__name__}: {count} queries")
    return count


def test_a_second_court_for_somebody_who_has_signed_in(house: House) -> None:
    first = house.signed_in("alice", house.flsd)
    second = first.at(house.ca11)

    def open_second_court() -> None:
        second.clients.pop(second.home, None)
        assert b"Alice Moreno" in second.get(PAGE).content

    assert queries(open_second_court) <= 7


def test_a_sign_in_with_a_second_factor(house: House) -> None:
    secret = codes.new_secret()
    AuthenticatorApp.objects.create(
        account=house.account("alice"), slot=1, name="Telephone", sealed_secret=secrets.seal(secret), last_step=0
    )

    def sign_in() -> None:
        AuthenticatorApp.objects.update(last_step=0)
        browser = house.browser(house.flsd)
        page = browser.sign_in("alice", PASSWORD)
        passcode = codes.passcode(secret, int(time.time()) // rules.TIME_STEP_SECONDS)
        shown = {"code": passcode, "next": page.context["next"]}
        browser.post("/csologin/second-factor", shown, host=page.host)
        assert b"Alice Moreno" in browser.get(PAGE).content

    assert queries(sign_in) <= 18  # three of them on the way there, for the page, and for this test
