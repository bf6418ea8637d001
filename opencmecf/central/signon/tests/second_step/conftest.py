"""Alice, her authenticator app, and a browser."""

from __future__ import annotations

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.directory.models import CourtListing, RegisteredFiler
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.authenticators import App
from opencmecf.testing.people import Browser, House


@pytest.fixture
def alice(house: House) -> Account:
    """Counsel, linked at flsd, as the court has told."""
    house.linked("alice")
    account = house.account("alice")
    court, _ = CourtListing.objects.get_or_create(court_id="flsd", defaults={"name": "Florida Southern"})
    RegisteredFiler.objects.create(
        court=court, account_number=account.number, filer_name="Alice", role="attorney", linked_at=Now()
    )
    return account


@pytest.fixture
def app(alice: Account) -> App:
    """Her authenticator app."""
    return App.of(alice)


@pytest.fixture
def browser(house: House) -> Browser:
    """A browser at the accounts site."""
    return house.browser(site=SiteKind.PACER)
