"""Parts of an act stand and fall with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from opencmecf.foundation import audit
from opencmecf.foundation.access import system
from opencmecf.foundation.audit.models import AuditEvent
from opencmecf.foundation.database.acts import part_of_an_act

pytestmark = pytest.mark.django_db(transaction=True)


@part_of_an_act
def write(*, then: Callable[[], object] = lambda: None) -> None:
    note()
    then()


def note() -> None:
    audit.record("court:profile:change", chain="court:flsd", by=system("tests"))


def fail() -> None:
    raise ZeroDivisionError


def test_a_part_writes_in_the_transaction_of_its_act_without_a_savepoint() -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        write()
    assert len(captured) == 1
    assert AuditEvent.objects.count() == 1


def test_a_part_by_itself_is_refused() -> None:
    with pytest.raises(RuntimeError, match="write is a part of an act"):
        write()
    assert not AuditEvent.objects.exists()


def test_an_act_whose_part_fails_is_undone_whole() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note()
        write(then=fail)
    assert not AuditEvent.objects.exists()


def test_an_act_that_goes_on_after_a_failed_part_is_undone_all_the_same() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            write(then=fail)
        note()
    assert not AuditEvent.objects.exists()
