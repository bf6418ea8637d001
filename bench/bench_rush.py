"""Many people signing in at once: how many there can be, and what everybody else notices.

Throughput: sign-ins with a second factor, as bench_sign_in.py has them, one after another, with Argon2id hashes of
7 MiB and five passes. One at a time keeps one core busy, be it with Python, with the hash or in the database.

In a rush: the server that `cmecf serve` starts, with its default processes and threads, on this machine; 64 browsers
that sign in without a pause, until the session at the court is open, and one person who runs a docket report again
and again. The 95th percentile of the report's time is compared with that on an idle server. The 64 browsers run in a
process of their own, which runs when nothing else would: other people's browsers take no computing from a server.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from typing import Any

import town
from arrival import COURT_HOST, LOGIN, WANTED, Arrival
from browser import Answer, Browser, hidden_fields

PORT = int(os.environ.get("CMECF_BENCH_PORT", "8199"))
REPORT = "http://ecf.flsd.localhost:8000/cgi-bin/DktRpt.pl?1-L_1_0-1"
WARM_UP = 5
SIGN_INS = 100
SIGN_INS_A_SECOND = 30
REPORTS = 100
IN_FLIGHT = 64
TIMES_IDLE = 2.5


def main() -> int:
    """Measure both; returns the exit status."""
    house = town.open_town()
    case_id = _take_over_a_docket(house)
    enough = _sign_ins_a_second(house) >= SIGN_INS_A_SECOND
    calm = _slowed_by_a_rush(house, case_id) <= TIMES_IDLE
    return 0 if enough and calm else 1


def _sign_ins_a_second(house: Any) -> float:
    from opencmecf.foundation.passwords import Argon2

    kept = Argon2.time_cost, Argon2.memory_cost
    Argon2.time_cost, Argon2.memory_cost = 5, 7 * 1024
    _choose_password_anew(house)
    alice = Arrival(house, town.application())
    seconds = 0.0
    for turn in range(WARM_UP + SIGN_INS):
        alice.begin()
        began = time.perf_counter()
        alice.sign_in()
        seconds += time.perf_counter() - began if turn >= WARM_UP else 0
    rate = SIGN_INS / seconds
    Argon2.time_cost, Argon2.memory_cost = kept
    _choose_password_anew(house)
    alice.forget_app()
    verdict = "holds" if rate >= SIGN_INS_A_SECOND else "FAILS"
    print(f"throughput: {rate:.1f} sign-ins a second and core at 7 MiB; must be ≥ {SIGN_INS_A_SECOND}: {verdict}")
    return rate


def _slowed_by_a_rush(house: Any, case_id: str) -> float:
    anew = multiprocessing.get_context("spawn")
    over, signed_in = anew.Event(), anew.Value("i")
    rush = anew.Process(target=_rush, args=(over, signed_in))
    server = subprocess.Popen(
        [sys.executable, "-m", "opencmecf.cli", "serve", "--port", str(PORT)],
        cwd=town.CHECKOUT,
        env={**os.environ, "AS_WEB_ROLE": "true"},
        stderr=subprocess.DEVNULL,
    )
    try:
        reader = _until_it_answers(lambda: _sign_in(OverSockets()))
        idle = _times_of_reports(reader, case_id)
        rush.start()
        while rush.is_alive() and signed_in.value < IN_FLIGHT:
            time.sleep(0.1)
        reader.connection.close()  # and opened anew; a kept one may have become too old
        began, before = time.perf_counter(), signed_in.value
        busy = _times_of_reports(reader, case_id)
        rate = (signed_in.value - before) / (time.perf_counter() - began)
    finally:
        over.set()
        rush.join()
        server.terminate()
        server.wait()
    ratio = _95th(busy) / _95th(idle)
    verdict = "holds" if ratio <= TIMES_IDLE else "FAILS"
    print(f"{IN_FLIGHT} sign-ins in flight: {ratio:.2f} x an idle server; must be ≤ {TIMES_IDLE}: {verdict}")
    for name, of in (("median", statistics.median), ("95th percentile", _95th)):
        print(f"    docket report, {name}: {of(idle):.1f} ms idle, {of(busy):.1f} ms in the rush")
    print(f"    meanwhile {rate:.1f} people a second were signed in")
    return ratio


class OverSockets(Browser):
    """A browser that talks to the started server, whatever port an address names."""

    def __init__(self) -> None:
        super().__init__(application=_no_application)
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def _send(self, method: str, url: str, body: bytes) -> Answer:
        _, _, host, path = url.split("/", 3)
        cookies = self.cookies.setdefault(host, {})
        headers = {
            "Host": host,
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request(method, f"/{path}", body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.keep_cookies(host, answer.getheaders())
        return Answer(url, answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)


def _no_application(*_: object) -> Any:
    raise AssertionError("this browser talks over sockets")


def _sign_in(browser: OverSockets) -> OverSockets:
    from opencmecf.testing.people import PASSWORD

    page = browser.get(WANTED)
    form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    browser.post(LOGIN, {**form, **hidden_fields(page)}, but_not_to=WANTED)
    assert browser.cookies[COURT_HOST]["session"]
    return browser


def _rush(over: Event, signed_in: Any) -> None:
    """64 browsers that sign in until it is `over`; counts them. The main function of a process of its own."""
    import django

    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    django.setup()
    browsers = [threading.Thread(target=_sign_in_until, args=(over, signed_in)) for _ in range(IN_FLIGHT)]
    for one in browsers:
        one.start()
    for one in browsers:
        one.join()


def _sign_in_until(over: Event, signed_in: Any) -> None:
    while not over.is_set():
        _sign_in(OverSockets())
        with signed_in.get_lock():
            signed_in.value += 1


def _times_of_reports(reader: Browser, case_id: str) -> list[float]:
    times = []
    for _ in range(REPORTS):
        began = time.perf_counter()
        page = reader.post(REPORT, {"all_case_ids": case_id, "sort1": "oldest date first", "case_num": " "})
        times.append(1000 * (time.perf_counter() - began))
        assert b"Billable Pages" in page.body
    return times


def _95th(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _until_it_answers(begin: Callable[[], OverSockets]) -> OverSockets:
    for _ in range(100):
        try:
            return begin()
        except ConnectionError:
            time.sleep(0.1)
    return begin()


def _take_over_a_docket(house: Any) -> str:
    from opencmecf.court.docket.actions import take_over
    from opencmecf.court.docket.tests.sheets import CASE_ID, civil_sheet
    from opencmecf.foundation.access import Role, system

    take_over(sheet=civil_sheet(), court=house.flsd, actor=system("bench", "flsd", frozenset({Role.COURT_ADMIN})))
    return str(CASE_ID)


def _choose_password_anew(house: Any) -> None:
    from opencmecf.testing.people import PASSWORD

    account = house.account("alice")
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])


if __name__ == "__main__":
    sys.exit(main())
