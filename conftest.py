"""Fixtures for every test: the database as the web role sees it, the courts, and people with a story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from pytest_django import Settings

from opencmecf.court.sessions import queries as sessions
from opencmecf.foundation.database.roles import grant_web_role
from opencmecf.testing.mail_server import receiver
from opencmecf.testing.people import House

__all__ = ["receiver"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The test database, entered as the web role: what the tests may do is what a web process may do."""
    with django_db_blocker.unblock():
        grant_web_role()
        with connection.cursor() as cursor:
            # Django empties tables between transactional tests.
            cursor.execute("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO opencmecf_web")
        connection.close()
        connection.settings_dict["OPTIONS"]["options"] = "-c role=opencmecf_web"
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["OPTIONS"].pop("options")


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    """The folder of a store of files that this test has for itself."""
    settings.STORE = tmp_path / "store"
    return tmp_path / "store"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A process remembers for some seconds what Central Sign-On says of a person, who is another one in each test."""
    sessions._introspected.clear()


@pytest.fixture
def house(db: None) -> House:
    """Courts and people; see `House`."""
    return House()


@pytest.fixture
def outbox(mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    """The mails that were sent."""
    return mailoutbox
