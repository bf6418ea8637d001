"""Whoever is served is told of a filing at least once, whatever becomes of the mail server and the worker."""

from __future__ import annotations

import mailbox
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from counsel import Counsel, draft_of
from filings import rows
from moody_mail_server import MoodyMailServer
from servers import mail_port, without, worker_that_dies_at

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import RunningDemo

ALICE, ROBERT = "alice@example.com", "robert@example.com"  # who is served in the case
SERVED_SECONDS = 120  # the job of a killed worker waits for half a minute, a slow mail server is given 20 seconds
ROOM_SECONDS = 60


@dataclass(frozen=True)
class Delivery:
    """One mail of a notice, as the database has it."""

    address: str
    state: str
    attempts: int
    last_error: str
    message_id: str


@pytest.fixture
def alice(demo: RunningDemo) -> Iterator[Counsel]:
    """Counsel for the plaintiff, signed in, when nothing of other filings waits to be sent and mail is taken."""
    wait_until(lambda: takes_mail(demo), ROOM_SECONDS)
    wait_until(lambda: not waiting(demo), SERVED_SECONDS)
    with Counsel(demo, demo.people["alice"]) as counsel:
        yield counsel.sign_in()


def test_a_mail_server_that_is_down_slow_and_moody(demo: RunningDemo, alice: Counsel) -> None:
    during, moody, refused = "while it is down", f"slowly: {ALICE} later: {ROBERT}", f"refused for good: {ROBERT}"
    pages = {words: alice.ready(words) for words in (during, moody, refused)}
    drafts = {words: draft_of(page) for words, page in pages.items()}
    port = mail_port(demo)
    with without("mail", demo):
        assert str(alice.press(pages[during]).url).endswith("/notice")
        wait_until(lambda: any(one.attempts for one in deliveries(demo, drafts[during])), ROOM_SECONDS)
        assert {one.state for one in deliveries(demo, drafts[during])} == {"waiting"}
        with MoodyMailServer(port) as server:
            alice.press(pages[moody])
            wait_until(lambda: server.is_slow, ROOM_SECONDS)
            started = time.monotonic()
            assert str(alice.press(pages[refused]).url).endswith("/notice")
            assert time.monotonic() - started < 10  # the mail server keeps the worker waiting, and no filer
            wait_until(lambda: not waiting(demo), SERVED_SECONDS)

    sent = {name: {one.address: one for one in deliveries(demo, draft)} for name, draft in drafts.items()}
    copies = {
        (name, address): server.taken[address].count(one.message_id)
        for name, told in sent.items()
        for address, one in told.items()
    }
    assert copies == {
        (during, ALICE): 1,
        (during, ROBERT): 1,
        (moody, ALICE): 2,  # taken, but told too late: the same mail with the same Message-ID comes once more
        (moody, ROBERT): 1,
        (refused, ALICE): 1,
        (refused, ROBERT): 0,
    }
    turned_away = sent[refused].pop(ROBERT)
    assert (turned_away.state, turned_away.attempts) == ("refused", 1)
    assert "554" in turned_away.last_error
    assert {one.state for told in sent.values() for one in told.values()} == {"sent"}
    assert sent[moody][ROBERT].attempts > 1


def test_a_worker_killed_before_and_after_it_has_sent_a_mail(demo: RunningDemo, alice: Counsel) -> None:
    pages = [alice.ready("killed before"), alice.ready("killed after")]
    sealed = alice.ready("a sealed paper", event="sealed/sealed-document")
    with without("worker", demo):
        assert str(alice.press(sealed).url).endswith("/notice")
        for page, point in zip(pages, ("notices:before-send", "notices:after-send"), strict=True):
            assert str(alice.press(page).url).endswith("/notice")
            with worker_that_dies_at(point, demo) as worker:
                assert worker.wait(ROOM_SECONDS) == -signal.SIGKILL
            assert {one.state for one in deliveries(demo, draft_of(page))} == {"waiting"}
    wait_until(lambda: not waiting(demo), SERVED_SECONDS)

    told = [one for page in pages for one in deliveries(demo, draft_of(page))]
    assert sorted((one.address, one.state) for one in told) == [(ALICE, "sent")] * 2 + [(ROBERT, "sent")] * 2
    mails = [(one["X-Envelope-To"], one["Message-ID"]) for one in mailbox.Maildir(demo.var / "mail", create=False)]
    copies = [mails.count((one.address, one.message_id)) for one in told]
    assert sorted(copies) == [1, 1, 1, 2]  # the mail that was in the hands of the second worker came once more

    # Of the sealed filing nobody was told, and nobody will be.
    assert deliveries(demo, draft_of(sealed)) == []
    ((is_sent, notice),) = rows(
        demo,
        "select n.is_sent, n.id from notice n join filing_receipt r on r.notice_id = n.id where r.key = %s",
        draft_of(sealed),
    )
    assert not is_sent
    assert jobs_of(demo, notice) == 0


def takes_mail(demo: RunningDemo) -> bool:
    """Whether the demonstration's mail server is there."""
    try:
        socket.create_connection(("127.0.0.1", mail_port(demo)), ROOM_SECONDS).close()
    except OSError:
        return False
    return True


def deliveries(demo: RunningDemo, draft: str) -> list[Delivery]:
    """The mails of the notice of a filing."""
    query = """
        select d.address, d.state, d.attempts, d.last_error, d.message_id from notice_delivery d
        join filing_receipt r on r.notice_id = d.notice_id where r.key = %s order by d.id
    """
    return [Delivery(*row) for row in rows(demo, query, draft)]


def waiting(demo: RunningDemo) -> int:
    """How many notices are still being delivered."""
    query = """
        select count(*) from procrastinate_jobs
        where task_name = 'notices:deliver' and status::text in ('todo', 'doing')
    """
    ((count,),) = rows(demo, query)
    return int(count)


def jobs_of(demo: RunningDemo, notice: int) -> int:
    """How many jobs were made to deliver a notice."""
    query = """
        select count(*) from procrastinate_jobs where task_name = 'notices:deliver' and (args->>'notice_id')::int = %s
    """
    ((count,),) = rows(demo, query, notice)
    return int(count)
