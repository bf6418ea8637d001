"""The people of these tests and what they type."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.test import Client

from opencmecf.central.accounts import actions
from opencmecf.central.accounts.details import Address, Person
from opencmecf.central.accounts.models import Account, AccountClass, AccountType
from opencmecf.foundation import cookies, secrets
from opencmecf.foundation.access import Actor, Role, anonymous, system

HOST = "pacer.localhost:8000"
PASSWORD = "a heron waits beside the canal"
LEGACY_PASSWORD = "tiger123"
OTHER_PASSWORD = "seven umbrellas on a wet tram"
NOBODY = anonymous("pacer")

ALICE = Person(first_name="Alice", last_name="Attorney", date_of_birth=date(1980, 1, 2), user_type="Private attorney")
ALICES_OFFICE = Address(
    address="400 North Miami Avenue", city="Miami", state="FL", zip_code="33128", telephone="305-555-0100"
)
TYPED = {
    "first_name": "Alice",
    "last_name": "Attorney",
    "date_of_birth": "1/2/1980",
    "user_type": "Private attorney",
    "address": "400 North Miami Avenue",
    "city": "Miami",
    "state": "FL",
    "zip_code": "33128",
    "country": "United States of America",
    "telephone": "305-555-0100",
    "email": "alice@example.com",
    "email_again": "alice@example.com",
    "username": "alice.attorney",
    "password": PASSWORD,
    "password_again": PASSWORD,
    "activation": "letter",
    "policies": "on",
}


def an_account(username: str = "alice.attorney", **other: Any) -> Account:
    """An active account of alice, or of somebody else."""
    told: dict[str, Any] = {
        "account_class": AccountClass.ATTORNEY_FILER,
        "person": ALICE,
        "address": ALICES_OFFICE,
        "email": "alice@example.com",
        "password": PASSWORD,
        "actor": system("tests"),
    }
    return actions.create_account(**{**told, **other}, username=username)


def a_legacy_account(**other: Any) -> Account:
    """An account from before Central Sign-On, with its short password."""
    return an_account("aa1234", **{"account_type": AccountType.LEGACY, "password": LEGACY_PASSWORD, **other})


def upgrade(account: Account, **other: Any) -> Account:
    """Have the holder of a Legacy account upgrade it."""
    told: dict[str, Any] = {
        "current_password": LEGACY_PASSWORD,
        "person": ALICE,
        "address": ALICES_OFFICE,
        "username": "alice.attorney",
        "password": PASSWORD,
        "actor": acting(account),
    }
    return actions.upgrade_account(account=account, **{**told, **other})


def acting(account: Account) -> Actor:
    """The holder of `account`, logged in at the accounts site."""
    return Actor(
        label=account.chain,
        site="pacer",
        roles=frozenset({Role.ACCOUNT_HOLDER}),
        account_number=account.number,
        account_id=account.pk,
    )


def browser(account: Account | None = None) -> Client:
    """A browser at the accounts site, logged in with `account` where one is given."""
    client = Client(headers={"host": HOST})
    if account is not None:
        client.cookies[cookies.SESSION] = _session_key(account)
    return client


def _session_key(account: Account) -> str:
    """The key of a session of Central Sign-On, which is above accounts and cannot be imported here."""
    key = secrets.new_token()
    session = apps.get_model("signon", "Session").objects.create(
        key_fingerprint=secrets.fingerprint(secrets.new_token()), account=account
    )
    apps.get_model("signon", "CentralSiteKey").objects.create(
        key_fingerprint=secrets.fingerprint(key), session=session, site="pacer"
    )
    return key
