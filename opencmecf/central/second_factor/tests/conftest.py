"""The people of these tests: alice, and staff of the service center."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.tests.people import an_account
from opencmecf.central.second_factor import actions
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import Site, SiteKind


@pytest.fixture
def alice(db: None) -> Account:
    """An active account without a second factor."""
    return an_account()


@pytest.fixture
def holder(alice: Account) -> Actor:
    """alice, logged in."""
    return Actor(
        label=alice.chain,
        site="pacer",
        roles=frozenset({Role.ACCOUNT_HOLDER}),
        account_number=alice.number,
        account_id=alice.pk,
        session_id="her session",
    )


@pytest.fixture
def sasha(db: None) -> Actor:
    """Somebody at the service center."""
    return Actor(label="account:7654321", site="pacer", roles=frozenset({Role.SERVICE_CENTER}), account_id=0)


@pytest.fixture
def login_site() -> Site:
    """Central Sign-On, by the names that mails use."""
    return Site(SiteKind.LOGIN, settings.SITE_NAMES[0])


def mailed_code() -> str:
    """The code in the latest message."""
    text = Message.objects.order_by("-pk")[0].text
    found = re.search(r"^\d{4} \d{4}$", text, re.MULTILINE)
    assert found, text
    return found[0]


def subjects() -> list[str]:
    """The subjects of all messages, in the order in which they were written."""
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def confirmed(account: Account, actor: Actor) -> None:
    """Have the code from the mail typed."""
    actions.begin_enrolment(account=account, actor=actor)
    actions.confirm_enrolment(account=account, code=mailed_code(), actor=actor)
