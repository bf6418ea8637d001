"""The trail: written with the act, chained, and noticed when somebody changes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.backends.utils import CursorWrapper

from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, system
from opencmecf.foundation.audit.actions import canonical
from opencmecf.foundation.audit.models import AuditEvent
from opencmecf.foundation.audit.queries import broken_links, events_of

CARLA = Actor(label="account:1234567", site="flsd", name="Carla Reyes")


@contextmanager
def owner() -> Iterator[CursorWrapper]:
    """The database's owner, who can switch the wall off; rolled back with the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")
        yield cursor
        cursor.execute("SET LOCAL ROLE opencmecf_web")


@pytest.fixture
def chain(db: None) -> str:
    """A chain of four events, beside another one of two."""
    for number in range(4):
        audit.record("filer:account:change", chain="filer:flsd:12", by=CARLA, target="account:7654321", number=number)
    for _ in range(2):
        audit.record("court:profile:add", chain="court:flsd", by=system("tests"))
    return "filer:flsd:12"


@pytest.mark.django_db(transaction=True)
def test_recording_outside_the_transaction_of_the_act_is_a_fault() -> None:
    with pytest.raises(RuntimeError, match="court:profile:add is recorded outside"):
        audit.record("court:profile:add", chain="court:flsd", by=CARLA)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_trail() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record("court:profile:add", chain="court:flsd", by=CARLA)
        _ = 1 / 0
    assert not AuditEvent.objects.exists()


def test_several_events_are_recorded_in_their_order(chain: str) -> None:
    records = [
        audit.Record("filer:account:change", chain=chain, data={"number": 4}),
        audit.Record("court:profile:change", chain="court:flsd", target="court:flsd"),
        audit.Record("filer:account:change", chain=chain, data={"number": 5}),
    ]
    assert audit.record_all(records=records, by=CARLA) == [5, 3, 6]
    assert [event["data"] for event in events_of(chain)[:2]] == [{"number": 5}, {"number": 4}]
    assert not list(broken_links())


def test_an_event_says_what_was_done_by_whom_where_to_what(chain: str) -> None:
    latest = events_of(chain)[0]
    assert latest["act"] == "filer:account:change"
    assert (latest["by"], latest["site"], latest["target"]) == ("account:1234567", "flsd", "account:7654321")
    assert latest["data"] == {"number": 3}
    assert latest["position"] == 4


def test_every_chain_counts_from_one(chain: str) -> None:
    assert [event["position"] for event in events_of(chain)] == [4, 3, 2, 1]
    assert [event["position"] for event in events_of("court:flsd")] == [2, 1]
    assert events_of("court:ca11") == []


def test_an_untouched_trail_verifies(chain: str) -> None:
    assert list(broken_links()) == []


@pytest.mark.django_db
def test_any_text_verifies() -> None:
    audit.record("filer:account:link", chain='filer:flsd:Ångström\n"', by=CARLA, reason='José\n\t😀 \\ "quoted"')
    assert list(broken_links()) == []


def test_equal_events_are_written_alike() -> None:
    assert canonical({"b": 1, "a": {"d": "é", "c": None}}) == '{"a":{"c":null,"d":"é"},"b":1}'


def test_a_changed_event_is_noticed(chain: str) -> None:
    with owner() as cursor:
        cursor.execute("UPDATE audit_event SET body = replace(body, '1234567', '7777777') WHERE position = 2")
    assert list(broken_links()) == [f"audit chain {chain}: event 2 was changed after it was written"]


def test_a_changed_time_is_noticed(chain: str) -> None:
    with owner() as cursor:
        cursor.execute(
            "UPDATE audit_event SET at = at - interval '1 microsecond' WHERE chain = %s AND position = 3", [chain]
        )
    assert list(broken_links()) == [f"audit chain {chain}: event 3 was changed after it was written"]


def test_an_event_that_was_changed_and_hashed_anew_does_not_fit_the_next(chain: str) -> None:
    with owner() as cursor:
        cursor.execute(
            """UPDATE audit_event SET body = '{}', hash = encode(sha256(convert_to(previous || E'\\n' || chain || E'\\n'
            || position || E'\\n' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\\n{}',
            'UTF8')), 'hex') WHERE chain = %s AND position = 2""",
            [chain],
        )
    assert list(broken_links()) == [f"audit chain {chain}: event 3 does not follow the one before it"]


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_removed_event_is_noticed(chain: str, position: int) -> None:
    with owner() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE chain = %s AND position = %s", [chain, position])
    assert f"audit chain {chain}: event {position} is missing" in list(broken_links())


def test_a_gap_that_was_closed_by_renumbering_is_noticed(chain: str) -> None:
    with owner() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE chain = %s AND position = 2", [chain])
        cursor.execute("UPDATE audit_event SET position = position - 1 WHERE chain = %s AND position = 3", [chain])
        cursor.execute("UPDATE audit_event SET position = position - 1 WHERE chain = %s AND position = 4", [chain])
    assert f"audit chain {chain}: event 2 does not follow the one before it" in list(broken_links())


def test_a_swapped_predecessor_is_noticed(chain: str) -> None:
    with owner() as cursor:
        cursor.execute(
            "UPDATE audit_event SET previous = (SELECT hash FROM audit_event WHERE chain = 'court:flsd' LIMIT 1)"
            " WHERE chain = %s AND position = 3",
            [chain],
        )
    assert f"audit chain {chain}: event 3 does not follow the one before it" in list(broken_links())


def test_an_event_that_was_moved_to_another_chain_is_noticed(chain: str) -> None:
    with owner() as cursor:
        cursor.execute(
            "UPDATE audit_event SET chain = 'filer:flsd:99', position = 1 WHERE chain = %s AND position = 4", [chain]
        )
    assert any("filer:flsd:99" in problem for problem in broken_links())


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_event (chain, position, at, body, previous, hash) VALUES ('x', 1, now(), '{}', '', '')",
        "UPDATE audit_event SET body = '{}'",
        "DELETE FROM audit_event",
    ],
)
def test_the_web_role_can_only_append(chain: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
    assert len(events_of(chain)) == 4


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET body = '{}'", "DELETE FROM audit_event"])
def test_even_the_owner_must_first_take_the_wall_down(chain: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute(statement)
    assert len(events_of(chain)) == 4


def test_the_web_role_cannot_take_the_wall_down(chain: str) -> None:
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        connection.cursor().execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
