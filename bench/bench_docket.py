"""The docket sheet of 100, 1,000, 10,000 and 100,000 entries, against the least that shows the same rows.

Both come over HTTP from the same server, `cmecf serve`'s gunicorn with one process. In the path: the report as a
program asks for it, by a POST with a session; the page counts, the one charge with its audit row and a commit that
reaches the disk, the page around the rows, the receipt. In the floor: one SELECT for the columns that a row shows, one
f-string for each row, and the rows sent as one body. Not in either: a network, a browser, compression.

Also printed: what a row costs at 100,000 entries over what it costs at 1,000, when the first byte arrives, and how
much memory the process has taken while it sent the longest docket.
"""

from __future__ import annotations

import datetime as dt
import http.client
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import town
from browser import Browser
from measure import compare

PORT = 8097
HOST = "ecf.flsd.localhost:8000"
FIRST = f"http://{HOST}/cgi-bin/iquery.pl"
LOGIN = "http://login.localhost:8000/csologin/login.jsf"
HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|next)" value="([^"]*)"')
LENGTHS = {100: (5.0, 3.0, 100), 1_000: (2.5, 1.5, 60), 10_000: (2.5, 1.5, 20), 100_000: (2.5, 1.5, 5)}
ROW_COST = 1.3
WORDS = (
    "MOTION to Compel by Harbor Pilots Association, Inc. re 14 Order on Motion for Extension of Time. Responses due by "
    "3/2/2020 (Attachments: # 1 Exhibit A, # 2 Exhibit B, # 3 Text of Proposed Order)(Moreno, Alice)"
)


def main() -> int:
    """Measure; returns the exit status."""
    house = town.open_town()
    cases = {length: _fill(house, length) for length in LENGTHS}
    _vacuum()
    cookie = _signed_in()
    server = _serve()
    try:
        return _measure(cases, cookie, server.pid)
    finally:
        server.terminate()
        server.wait()


def _measure(cases: dict[int, str], cookie: str, process: int) -> int:
    status = 0
    per_row: dict[int, float] = {}
    for length, case_id in cases.items():
        must, stretch, rounds = LENGTHS[length]
        times: list[float] = []

        def path(case_id: str = case_id, times: list[float] = times, length: int = length) -> None:
            began = time.perf_counter()
            body, _ = _ask("POST", "/cgi-bin/DktRpt.pl?1-L_1_0-1", cookie, _form(case_id))
            times.append(time.perf_counter() - began)
            assert body.count(b'<tr><td width="94" nowrap>') == length
            assert b"Billable Pages" in body

        def floor(case_id: str = case_id, length: int = length) -> None:
            body, _ = _ask("GET", f"/floor/{case_id}", cookie)
            assert body.count(b"<tr><td") == length

        name = f"docket of {length:,} entries"
        status |= compare(name, floor=floor, path=path, must=must, stretch=stretch, rounds=rounds)
        per_row[length] = statistics.median(times) / length
    ratio = per_row[100_000] / per_row[1_000]
    print(f"a row at 100,000 entries costs {ratio:.2f} x a row at 1,000; must be ≤ {ROW_COST}")
    before = _memory(process)
    _, first = _ask("POST", "/cgi-bin/DktRpt.pl?1-L_1_0-1", cookie, _form(cases[100_000]))
    grown = _memory(process) - before
    print(f"first byte of 100,000 entries after {first * 1000:.0f} ms; the process grew by {grown} KiB")
    return status | (ratio > ROW_COST)


def _fill(house: Any, length: int) -> str:
    """Take over a docket of that length; returns the case's id."""
    from opencmecf.court.docket.actions import take_over
    from opencmecf.court.docket.sheet import Counsel, DocketSheet, Entry, Fact, Party
    from opencmecf.court.docket.text import Link, text_of
    from opencmecf.foundation.access import Role, system
    from opencmecf.foundation.reference.court_kind import CourtKind

    case_id = str(500_000 + length)
    day = dt.date(2000, 1, 3)

    def entry(number: int) -> Entry:
        link = Link(
            document_id=f"0511{20_000_000 + length * 10 + number}", case_id=case_id, de_seq_num=str(number), posts=True
        )
        when = day + dt.timedelta(days=number // 12)
        words = text_of(f"{number} {WORDS}")
        return Entry(text=words, date_filed=when, date_entered=when, number=str(number), link=link)

    counsel = (Counsel(name="Alice Moreno", lines=(text_of("200 Harbor Street"), text_of("Miami, FL 33132"))),)
    sheet = DocketSheet(
        court_id="flsd",
        kind=CourtKind.DISTRICT,
        case_label="CIVIL DOCKET FOR CASE #",
        case_number=f"1:20-cv-{length % 99_999:05}-RMA",
        title=("U.S. District Court", "Southern District of Florida (Miami)"),
        caption="Okafor v. Harbor Pilots, Inc. et al",
        left=(Fact(label="Assigned to", value=text_of("Judge Ruth M. Alder")),),
        right=(Fact(label="Date Filed", value=text_of("01/03/2000")),),
        parties=tuple(Party(type="Plaintiff", name=text_of(f"Pilot {n}"), counsel=counsel) for n in range(10)),
        columns=("Date Filed", "#", "Docket Text"),
        pacer_case_id=case_id,
        entries=tuple(entry(number) for number in range(1, length + 1)),
    )
    actor = system("bench", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
    began = time.perf_counter()
    take_over(sheet=sheet, court=house.flsd, actor=actor)
    print(f"taking over {length:,} entries: {length / (time.perf_counter() - began):,.0f} entries a second")
    return case_id


def _vacuum() -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["OPTIONS"].pop("options", None)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()


def _signed_in() -> str:
    """Sign Charlie in; returns the cookies that a browser would send to the court."""
    from opencmecf.testing.people import PASSWORD, House

    House().account("charlie")
    browser = Browser(town.application())
    page = browser.get(FIRST)
    hidden = {name.decode(): value.decode().replace("&amp;", "&") for name, value in HIDDEN.findall(page.body)}
    form = {"loginForm:loginName": "charlie", "loginForm:password": PASSWORD, "loginForm:clientCode": "", **hidden}
    assert browser.post(LOGIN, form).url == FIRST
    return "; ".join(f"{name}={value}" for name, value in browser.cookies[HOST].items())


def _serve() -> subprocess.Popen[bytes]:
    here = Path(__file__).resolve().parent
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(here), str(town.CHECKOUT), os.environ.get("PYTHONPATH", "")]),
        "AS_WEB_ROLE": "true",
        "LOG_LEVEL": "ERROR",
    }
    command = [
        *(sys.executable, "-m", "gunicorn", "docket_floor:application", "--bind", f"127.0.0.1:{PORT}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"),
        *("--keep-alive", "30", "--log-level", "warning"),
    ]
    server = subprocess.Popen(command, env=environment, cwd=town.CHECKOUT)
    for _ in range(200):
        try:
            _ask("GET", "/healthz", "")
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise RuntimeError("the server does not answer")


def _form(case_id: str) -> str:
    return urlencode(
        {
            "all_case_ids": case_id,
            "case_num": " ",
            "date_range_type": "Filed",
            "date_from": "1/1/1960",
            "sort1": "oldest date first",
            "output_format": "html",
            "pdf_header": "1",
            "list_of_parties_and_counsel": "on",
            "terminated_parties": "on",
        }
    )


def _ask(method: str, path: str, cookie: str, form: str = "") -> tuple[bytes, float]:
    """Return the body, and after how many seconds its first byte came."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    headers = {"Host": HOST, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    connection.request(method, path, body=form or None, headers=headers)
    answer = connection.getresponse()
    first = answer.read(1)
    waited = time.perf_counter() - began
    body = first + answer.read()
    connection.close()
    assert answer.status == 200, answer.status
    return body, waited


def _memory(process: int) -> int:
    """Return the most resident memory, in KiB, that any worker of the server has had."""
    workers = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=True).stdout.split()
    peaks = [Path(f"/proc/{worker}/status").read_text() for worker in workers]
    return max(int(re.search(r"VmHWM:\s+(\d+)", peak)[1]) for peak in peaks)  # type: ignore[index]


if __name__ == "__main__":
    sys.exit(main())
