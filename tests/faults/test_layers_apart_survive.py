"""Central Sign-On and the courts as servers of their own: each goes on while the other is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType

import httpx
from filer import Filer
from filings import rows
from servers import web_server, without, worker
from test_sign_on_survives import up_to_the_callback

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import RunningDemo, free_port

PATIENCE_SECONDS = 60  # a job that has failed once is tried again after five seconds, then after 25


class Apart(Filer):
    """Somebody whose browser finds the login site at one server and the courts at another."""

    def __init__(self, demo: RunningDemo, username: str, *, login_port: int, court_port: int) -> None:
        super().__init__(demo, demo.people[username])
        self.at_login, self.at_courts = demo.browser(port=login_port), demo.browser(port=court_port)
        self.browser = httpx.Client(transport=httpx.MockTransport(self._send), follow_redirects=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, traceback)
        self.at_login.close()
        self.at_courts.close()

    def _send(self, request: httpx.Request) -> httpx.Response:
        there = self.at_login if request.url.host.startswith("login.") else self.at_courts
        there.cookies.clear()  # the browser itself keeps them
        return there.send(request, follow_redirects=False)


@contextmanager
def courts(demo: RunningDemo, login_port: int) -> Iterator[int]:
    """A web server for the courts, which asks Central Sign-On over the network."""
    with web_server(demo, INTERNAL_BASE_URL=f"http://127.0.0.1:{login_port}") as port:
        yield port


def test_the_provider_stops_while_courts_run(demo: RunningDemo) -> None:
    login_port = free_port()
    with ExitStack() as stack:
        where = {"login_port": login_port, "court_port": stack.enter_context(courts(demo, login_port))}
        robert, dora = (stack.enter_context(Apart(demo, name, **where)) for name in ("robert", "dora"))
        with web_server(demo, port=login_port):
            robert.sign_in()
            callback = up_to_the_callback(dora)

        # Whoever is signed in at a court works on there.
        assert robert.may_file()

        # Whoever comes back with a code is told that the account is not to blame, and has no session.
        failed = dora.browser.get(callback)
        assert failed.status_code == httpx.codes.FORBIDDEN
        assert "Central Sign-On does not answer at the moment." in failed.text
        assert "Nothing is wrong with your account." in failed.text
        assert not dora.browser.cookies.get("session", domain=httpx.URL(demo.url("flsd")).host)

        # When it is back, so is signing in; nobody starts anything at the court.
        with web_server(demo, port=login_port):
            again = dora.browser.get(demo.url("flsd", "/cgi-bin/login.pl"))
            assert "Welcome, Dora Lindqvist." in again.text, again.text
            assert robert.may_file()


def test_a_court_is_down_while_somebody_logs_out(demo: RunningDemo) -> None:
    court_port = free_port()
    with Filer(demo, demo.people["robert"]).sign_in() as robert, without("worker", demo):
        assert "Welcome, Robert T. Okafor Jr." in robert.browser.get(demo.url("ca11", "/cgi-bin/login.pl")).text
        with worker(demo, INTERNAL_BASE_URL=f"http://127.0.0.1:{court_port}"):
            robert.browser.get(demo.url("flsd", "/cgi-bin/login.pl?logout"))
            wait_until(lambda: has_failed_once(demo), PATIENCE_SECONDS)
            assert not is_logged_out(robert)  # ca11 cannot know of it yet
            with web_server(demo, port=court_port):
                wait_until(lambda: is_logged_out(robert), PATIENCE_SECONDS)
    told = rows(demo, "select count(*) from signon_site_session where told_at is not null and client_id = 'court-ca11'")
    assert told[0][0] > 0


def has_failed_once(demo: RunningDemo) -> bool:
    """Whether a court was told in vain that a session has ended."""
    query = "select 1 from procrastinate_jobs where task_name = 'signon:tell-site' and attempts > 0 and status = 'todo'"
    return bool(rows(demo, query))


def is_logged_out(filer: Filer) -> bool:
    """Whether the court of appeals knows that the person has logged out."""
    return "PACER LOGIN" in filer.browser.get(filer.demo.url("ca11", "/cgi-bin/iquery.pl")).text
