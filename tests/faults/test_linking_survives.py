"""Linking is whole or not at all, and one to one, whatever happens meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import psycopg
import pytest
from filer import Filer, hidden

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import CHECKOUT, RunningDemo, free_port

LINKED = "is now linked to your CSO account"


@contextmanager
def web_server_that_dies_at(point: str, demo: RunningDemo) -> Iterator[int]:
    """One more web server on the demonstration's database, whose processes are killed at `point`; yields its port."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "opencmecf.cli", "serve", "--port", str(port), "--workers", "1"],
        cwd=CHECKOUT,
        env={**demo.environment, "AS_WEB_ROLE": "true", "CMECF_FAILPOINT": point},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(f"http://127.0.0.1:{port}/healthz", 30)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def links_of(demo: RunningDemo, login: str) -> list[tuple[str, bool]]:
    """The PACER account numbers that a court account of flsd is linked to, and whether it still has a password."""
    query = """
        select coalesce(p.account_number, ''), a.password <> ''
        from court_account a left join court_person p on p.id = a.person_id where a.court_id = 'flsd' and a.login = %s
    """
    with psycopg.connect(demo.database_url) as connection:
        return connection.execute(query, [login]).fetchall()


def test_a_web_process_killed_between_the_writes_of_a_link(demo: RunningDemo) -> None:
    person, issued = demo.people["nadia"], demo.people["nadia"].logins["flsd"]
    with ExitStack() as stack:
        nadia = stack.enter_context(Filer(demo, person)).sign_in()
        page = nadia.offer(issued)
        port = stack.enter_context(web_server_that_dies_at("link:between-writes", demo))
        dying = stack.enter_context(demo.browser(port=port))
        dying.cookies = nadia.browser.cookies
        with pytest.raises(httpx.RemoteProtocolError):
            dying.post(page.url, data=hidden(page))

        # Nothing is half done: no link, the password still works, and the same page can be submitted again.
        assert links_of(demo, issued.login) == [("", True)]
        assert not nadia.may_file()
        demo.check()
        assert LINKED in nadia.submit(page).text
        assert nadia.may_file()
        (number, has_password), *more = links_of(demo, issued.login)
        assert (len(number), has_password, more) == (7, False, [])

        # Submitting it once more, as the back button does, is the same one link.
        assert LINKED in nadia.submit(page).text
        assert links_of(demo, issued.login) == [(number, False)]


def test_two_people_who_link_the_same_court_account_at_once(demo: RunningDemo) -> None:
    issued = demo.people["jattorney"].logins["flsd"]
    with ExitStack() as stack:
        filers = [stack.enter_context(Filer(demo, demo.people[name])).sign_in() for name in ("jattorney", "mvane")]
        pages = [filer.offer(issued) for filer in filers for _ in range(2)]  # each in two tabs
        tries = [(filer, page) for filer, page in zip([filers[0]] * 2 + [filers[1]] * 2, pages, strict=True)]
        answers = at_once([lambda filer=filer, page=page: filer.submit(page).text for filer, page in tries])

        linked = [LINKED in answer for answer in answers]
        told = ["has been linked to another PACER account in the meantime" in answer for answer in answers]
        assert sorted([linked[:2], linked[2:]]) == [[False, False], [True, True]]
        assert told == [not one for one in linked]
        assert [filer.may_file() for filer in filers] == [linked[0], linked[2]]
        assert len(links_of(demo, issued.login)) == 1


def test_one_person_who_links_two_court_accounts_at_once(demo: RunningDemo) -> None:
    accounts = [demo.people[name].logins["flsd"] for name in ("mvane", "harborlaw")]
    with Filer(demo, demo.people["charlie"]).sign_in() as charlie:
        pages = [charlie.offer(login) for login in accounts]
        answers = at_once([lambda page=page: charlie.submit(page).text for page in pages])
        linked = [LINKED in answer for answer in answers]
        assert sorted(linked) == [False, True]
        loser = answers[linked.index(False)]
        assert "has been linked to another CM/ECF account of this court in the meantime" in loser
        owners = [links_of(demo, login.login)[0][0] for login in accounts]
        assert [bool(owner) for owner in owners] == linked


def at_once(calls: list[Callable[[], str]]) -> list[str]:
    """What each call returns, all begun at the same moment."""
    gate, answers = threading.Barrier(len(calls)), [""] * len(calls)

    def run(place: int) -> None:
        gate.wait()
        answers[place] = calls[place]()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
