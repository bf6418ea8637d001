"""The worker, the mail server and the database are killed; nothing that was promised is lost."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from filer import Filer
from letters import ask_for_username, mail_jobs, mails_to

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import DemoPerson, RunningDemo

MAIL_SECONDS = 60  # a job of a worker that was killed is taken up after half a minute


def test_mail_in_the_hands_of_a_worker_that_was_killed(demo: RunningDemo, addressee: DemoPerson) -> None:
    wait_until(lambda: bool(mails_to(demo, addressee)), MAIL_SECONDS)
    wait_until(lambda: mail_jobs(demo, "doing") + mail_jobs(demo, "todo") == 0, MAIL_SECONDS)
    arrived = mails_to(demo, addressee)
    assert len(arrived) in (1, 2)
    assert len(set(arrived)) == 1


def test_the_mail_server_is_away_for_a_while(demo: RunningDemo) -> None:
    person = demo.people["jones"]
    with busy_mail_server(demo) as visits:
        ask_for_username(demo, person)
        wait_until(lambda: bool(visits), 10)
        wait_until(lambda: mail_jobs(demo, "todo") > 0, 10)
        assert not mails_to(demo, person)
    wait_until(lambda: bool(mails_to(demo, person)), MAIL_SECONDS)
    assert len(mails_to(demo, person)) == 1


def test_the_database_is_killed_and_is_back_within_ten_seconds(demo: RunningDemo) -> None:
    with Filer(demo, demo.people["adele"]).sign_in() as adele:
        os.kill(demo.postmaster(), signal.SIGKILL)
        started = time.monotonic()
        wait_until(lambda: adele.browser.get(demo.url("flsd", "/healthz")).status_code == 503, 5)
        wait_until(adele.may_file, 10)
        assert time.monotonic() - started < 10

        # The worker is back as well, and whoever was signed in still is.
        ask_for_username(demo, demo.people["adele"])
        wait_until(lambda: bool(mails_to(demo, demo.people["adele"])), MAIL_SECONDS)


@contextmanager
def busy_mail_server(demo: RunningDemo) -> Iterator[list[str]]:
    """In place of the mail server, one that sends everybody away for now; yields the list of who has come."""
    words = demo.process_of("mail").command.split()
    port = int(words[words.index("--port") + 1])
    visits: list[str] = []
    demo.kill("mail")
    with listening(port) as busy:
        busy.settimeout(0.1)
        open_for_business = threading.Event()

        def send_away() -> None:
            while not open_for_business.is_set():
                try:
                    visitor, address = busy.accept()
                except TimeoutError:
                    continue
                with visitor:
                    visitor.sendall(b"421 4.3.2 Come again later\r\n")
                visits.append(str(address))

        thread = threading.Thread(target=send_away)
        thread.start()
        try:
            yield visits
        finally:
            open_for_business.set()
            thread.join()


def listening(port: int) -> socket.socket:
    """A socket that listens at `port`, as soon as the one that was killed has let go of it."""
    found: list[socket.socket] = []

    def is_free() -> bool:
        try:
            found.append(socket.create_server(("127.0.0.1", port)))
        except OSError:
            return False
        return True

    wait_until(is_free, 10)
    return found[0]
