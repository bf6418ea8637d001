"""A filing is whole or not at all, and once, whatever happens meanwhile; and whoever is served is told of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from counsel import CASE, Counsel, draft_of, pdf
from database import is_healthy, waiting_backend
from filings import check_filed_once, check_not_filed, entries_with, receipts_of, rows
from servers import may_mount, web_server, web_server_on_a_small_disk, web_server_that_dies_at
from together import at_once

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import RunningDemo

AT_ONCE = 16
ROOM_SECONDS = 60  # on a machine that has much to do
LIMIT_BYTES = 100_000


@pytest.fixture
def alice(demo: RunningDemo) -> Iterator[Counsel]:
    """Counsel for the plaintiff, signed in."""
    with Counsel(demo, demo.people["alice"]) as counsel:
        yield counsel.sign_in()


@pytest.mark.parametrize(
    ("point", "is_filed"),
    [
        ("filing:before-transaction", False),
        ("filing:before-commit", False),
        ("filing:after-commit", True),
        ("filing:before-answer", True),
    ],
)
def test_a_web_process_killed_while_it_files(
    point: str, is_filed: bool, demo: RunningDemo, alice: Counsel, tmp_path: Path
) -> None:
    words = f"killed at {point}"
    page = alice.ready(words)
    with (
        web_server_that_dies_at(point, demo) as port,
        other_browser(alice, port) as dying,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        alice.press(page, browser=dying)
    if not is_filed:
        check_not_filed(demo, page, words)
    assert receipts_of(demo, draft_of(page)) == is_filed
    demo.check()
    alice.press(page)
    check_filed_once(alice, page, words, tmp_path)


@pytest.mark.parametrize("point", ["storage:before-object", "storage:after-object"])
def test_a_web_process_killed_while_it_stores_a_file(
    point: str, demo: RunningDemo, alice: Counsel, tmp_path: Path
) -> None:
    words = f"killed at {point}"
    page = alice.up_to_the_documents()
    with (
        web_server_that_dies_at(point, demo) as port,
        other_browser(alice, port) as dying,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        alice.send(page, files=pdf(words), browser=dying, redaction="on")
    assert "notice.pdf" not in alice.open(draft_of(page), "documents").text
    demo.check()
    page = alice.send(alice.send(page, files=pdf(words), redaction="on"), free_text=words)
    alice.press(page)
    check_filed_once(alice, page, words, tmp_path)


def end_session(demo: RunningDemo, backend: int) -> None:
    """As an operator does, or a failover."""
    rows(demo, "select pg_terminate_backend(%s)", backend)


def kill_backend(demo: RunningDemo, backend: int) -> None:
    """The whole server ends all its sessions then, and recovers."""
    os.kill(backend, signal.SIGKILL)


def kill_postmaster(demo: RunningDemo, backend: int) -> None:
    """The supervisor starts the server again."""
    os.kill(demo.postmaster(), signal.SIGKILL)


@pytest.mark.parametrize("fault", [end_session, kill_backend, kill_postmaster])
def test_the_database_killed_in_the_middle_of_a_filing(
    fault: Callable[[RunningDemo, int], None], demo: RunningDemo, alice: Counsel, tmp_path: Path
) -> None:
    words = f"database lost by {fault.__name__}"
    page = alice.ready(words)
    with ThreadPoolExecutor(1) as pool, held_case(demo):
        pressed = pool.submit(alice.press, page)
        fault(demo, waiting_backend(demo))
        answer = pressed.result(ROOM_SECONDS)
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
    assert "Your draft is kept" in answer.text
    wait_until(lambda: is_healthy(demo), ROOM_SECONDS)
    check_not_filed(demo, page, words)
    alice.press(page)
    check_filed_once(alice, page, words, tmp_path)


def test_an_answer_that_never_arrives(demo: RunningDemo, alice: Counsel, tmp_path: Path) -> None:
    words = "answer cut"
    page = alice.ready(words)
    with held_case(demo), other_browser(alice) as impatient:
        impatient.timeout = httpx.Timeout(2)
        with pytest.raises(httpx.ReadTimeout):  # the browser is closed while the court still files
            alice.press(page, browser=impatient)
        check_not_filed(demo, page, words)
    wait_until(lambda: receipts_of(demo, draft_of(page)) == 1, ROOM_SECONDS)
    alice.press(page)
    check_filed_once(alice, page, words, tmp_path)


def test_a_double_click(demo: RunningDemo, alice: Counsel, tmp_path: Path) -> None:
    page = alice.ready("clicked twice")
    with other_browser(alice) as same:
        both = at_once([lambda: alice.press(page), lambda: alice.press(page, browser=same)])
    assert [str(answer.url) for answer in both] == [str(page.url).replace("/review", "/notice")] * 2
    check_filed_once(alice, page, "clicked twice", tmp_path)


def test_one_draft_in_two_tabs(demo: RunningDemo, alice: Counsel, tmp_path: Path) -> None:
    page = alice.ready("as read")
    text, draft = alice.open(draft_of(page), "text"), draft_of(page)
    with other_browser(alice) as tab:
        saved, pressed = at_once(
            [lambda: alice.send(text, browser=tab, free_text="as changed"), lambda: alice.press(page)]
        )
    if receipts_of(demo, draft):
        assert "This has been filed already" in saved.text
        check_filed_once(alice, page, "as read", tmp_path)
        return
    assert (pressed.status_code, "changed in another window" in pressed.text) == (httpx.codes.CONFLICT, True)
    check_not_filed(demo, page, "as read")
    alice.press(alice.open(draft, "review"))
    assert receipts_of(demo, draft) == len(entries_with(demo, "as changed")) == 1


def test_a_form_that_is_sent_again_after_logging_out(demo: RunningDemo, alice: Counsel, tmp_path: Path) -> None:
    filed, page = alice.ready("before logging out"), alice.ready("after logging out")
    alice.press(filed)
    with other_browser(alice) as replaying:  # it holds the cookies of the session that has ended
        alice.browser.get(demo.url("flsd", "/cgi-bin/login.pl?logout"))
        replaying.follow_redirects = False
        for old in (filed, page):
            answer = alice.press(old, browser=replaying)
            assert answer.status_code in (httpx.codes.FOUND, httpx.codes.FORBIDDEN), answer.text
            assert "/notice" not in answer.headers.get("Location", "")
    check_not_filed(demo, page, "after logging out")

    # The button leads to PACER LOGIN, and from there to the final text, which wants to be read and submitted again.
    again = alice.answer(alice.press(page))
    assert str(again.url).endswith("/review"), again.text
    check_not_filed(demo, page, "after logging out")
    alice.press(again)
    check_filed_once(alice, again, "after logging out", tmp_path)


def test_sixteen_who_file_in_one_case_at_once(demo: RunningDemo, alice: Counsel) -> None:
    with ExitStack() as stack:
        robert = stack.enter_context(Counsel(demo, demo.people["robert"])).sign_in()
        filers = [alice, robert] * (AT_ONCE // 2)
        pages = [filer.ready(f"at once {place:02}") for place, filer in enumerate(filers)]
        before = entries_with(demo)
        browsers = [stack.enter_context(other_browser(filer)) for filer in filers]
        tries = list(zip(filers, pages, browsers, strict=True))
        notices = at_once([lambda f=f, p=p, b=b: f.press(p, browser=b) for f, p, b in tries])
    assert [str(one.url) for one in notices] == [str(page.url).replace("/review", "/notice") for page in pages]
    first = len(before) + 1
    assert entries_with(demo) == before + list(range(first, first + AT_ONCE))
    assert entries_with(demo, "at once ") == list(range(first, first + AT_ONCE))
    assert "deadlock detected" not in (demo.var / "log" / "database.log").read_text()


def test_a_store_without_room(demo: RunningDemo, alice: Counsel, tmp_path: Path) -> None:
    page, before = alice.up_to_the_documents(), stored(demo)
    with web_server(demo, file_limit=LIMIT_BYTES) as port, other_browser(alice, port) as full:
        answer = alice.send(page, files=pdf("too much", 3 * LIMIT_BYTES), browser=full, redaction="on")
        assert answer.status_code == httpx.codes.OK
        assert "could not be kept" in answer.text
        assert "notice.pdf" not in alice.open(draft_of(page), "documents").text
        assert stored(demo) == before
        page = alice.send(page, files=pdf("room again"), browser=full, redaction="on")
        assert str(page.url).endswith("/text"), page.text  # a small one has room
    page = alice.send(page, free_text="room again")
    alice.press(page)
    check_filed_once(alice, page, "room again", tmp_path)


def test_a_disk_that_is_full(demo: RunningDemo, alice: Counsel, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not may_mount(disk):
        pytest.skip("This machine lets nobody mount a small disk.")
    page = alice.up_to_the_documents()
    with web_server_on_a_small_disk(demo, disk, LIMIT_BYTES) as port, other_browser(alice, port) as full:
        answer = alice.send(page, files=pdf("too much", 3 * LIMIT_BYTES), browser=full, redaction="on")
        assert answer.status_code == httpx.codes.OK
        assert "could not be kept" in answer.text
    assert "notice.pdf" not in alice.open(draft_of(page), "documents").text
    page = alice.send(alice.send(page, files=pdf("another disk"), redaction="on"), free_text="another disk")
    alice.press(page)
    check_filed_once(alice, page, "another disk", tmp_path)


@contextmanager
def held_case(demo: RunningDemo) -> Iterator[None]:
    """The case in somebody else's hands: whoever files in it waits."""
    clerk = psycopg.connect(demo.database_url)
    try:
        clerk.execute("select id from court_case where number_core = %s for update", [CASE])
        yield
    finally:
        clerk.close()  # which also does for a session that the fault has ended


def other_browser(counsel: Counsel, port: int = 0) -> httpx.Client:
    """Another browser with the same cookies; it asks the web server at `port` where given."""
    browser = counsel.demo.browser(port=port)
    browser.cookies = httpx.Cookies(counsel.browser.cookies)
    return browser


def stored(demo: RunningDemo) -> list[str]:
    """The names of everything in the store, what is being written too."""
    return sorted(file.name for file in (demo.var / "store").rglob("*") if file.is_file())
