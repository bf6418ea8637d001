"""Downloading a document, against nginx sending the same bytes as a static file.

In the path: nginx in front, the web server of `cmecf serve` behind it, and the one POST with which a program asks for a
document: it authorises, charges and records, and nginx sends the file (X-Accel-Redirect). Both over the loopback on
connections that stay open, by the same client.

In the floor: nginx, the same file, one GET.

A bar holds when it holds for one connection, where nothing else happens while a document is charged, or for eight at
once, where nginx sends one document while the next is charged, which is what a rate is. What the same medians mean on a
network is told as well: there the bytes take their time on the wire in both.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papers
import town
from browser import Browser
from measure import WARM_UP

HOST = "ecf.flsd.localhost:8000"
WANTED = f"http://{HOST}/cgi-bin/iquery.pl"
LOGIN = "http://login.localhost:8000/csologin/login.jsf"
HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|next)" value="([^"]*)"')
AT_ONCE = 8
TURNS = 7
NETWORKS = {"1 Gbit/s": 1e9, "100 Mbit/s": 1e8}


@dataclass(frozen=True)
class Bar:
    """A size, which part of nginx's own rate a download of it must reach, and in how many rounds it is measured."""

    size: int
    must: float
    stretch: float
    rounds: int


BARS = (Bar(200_000, 0.20, 0.35, 200), Bar(5_000_000, 0.80, 0.92, 100))
CONFIGURATION = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; user root;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream application {{ server 127.0.0.1:{behind}; keepalive 8; }}
    server {{
        listen 127.0.0.1:{front};
        location /static-floor/ {{ alias {store}/; }}
        location /stored/ {{ internal; alias {store}/; }}
        location / {{
            proxy_pass http://application; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header Host $http_host;
        }}
    }}
}}
"""


def main() -> int:
    """Measure; returns the exit status."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        print("download: NOT MEASURED, for there is no nginx here. On Debian: apt-get install nginx-light")
        return 0
    house = town.open_town()
    from django.conf import settings

    documents = _fill(house)
    cookie = _sign_in()
    front, behind = _free_port(), _free_port()
    folder = town.VAR / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    written = CONFIGURATION.format(folder=folder, store=settings.STORE, front=front, behind=behind)
    (folder / "nginx.conf").write_text(written)
    serving = {**os.environ, "AS_WEB_ROLE": "true", "X_ACCEL_PREFIX": "/stored/", "LOG_LEVEL": "WARNING"}
    web = subprocess.Popen(
        [sys.executable, "-m", "opencmecf.cli", "serve", "--port", str(behind), "--workers", "1"], env=serving
    )
    proxy = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        _wait_for(front)
        _wait_for(behind)
        measures = [
            Measure(front, web.pid, cookie, document, bar) for document, bar in zip(documents, BARS, strict=True)
        ]
        return max(measure.run() for measure in measures)
    finally:
        for process in (proxy, web):
            process.terminate()
            process.wait()


def _fill(house: Any) -> list[tuple[str, Path]]:
    """Two documents in a case: their ids, and the copies with headers that are sent."""
    from opencmecf.court.docket.actions import take_over
    from opencmecf.court.docket.models import EntryDocument
    from opencmecf.court.docket.tests.sheets import civil_sheet
    from opencmecf.court.documents.actions import attach_file
    from opencmecf.court.profile.queries import hosted_court
    from opencmecf.court.viewing.files import file_of
    from opencmecf.court.viewing.models import Retrieval
    from opencmecf.foundation.access import Role, system
    from opencmecf.foundation.storage import default_store

    actor = system("bench", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
    case = take_over(sheet=civil_sheet(), court=house.flsd, actor=actor).case
    court = hosted_court("flsd")
    assert court is not None
    found = []
    held = EntryDocument.objects.filter(entry__case=case, attachment_number=0).select_related("document", "entry__case")
    for holding, bar in zip(held.order_by("pk"), BARS, strict=False):
        stored = default_store().put([papers.scanned(bar.size)])
        document = attach_file(document=holding.document, stored=stored, pages=1, file_name="scan.pdf", actor=actor)
        holding.document = document
        retrieval = Retrieval(form=Retrieval.Form.SINGLE, has_header=True)
        found.append((f"{document.prefix}1{document.number}", file_of(retrieval, [holding], court)))
    return found


class Measure:
    """One size: nginx alone and the whole way, in turns."""

    def __init__(self, port: int, server: int, cookie: str, document: tuple[str, Path], bar: Bar) -> None:
        from django.conf import settings

        self.port, self.server, self.bar = port, server, bar
        document_id, path = document
        self.length = path.stat().st_size
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        static = f"/static-floor/{path.relative_to(settings.STORE).as_posix()}"
        self.asked: dict[str, tuple[str, str, str, dict[str, str]]] = {
            "nginx": ("GET", static, "", {}),
            "download": ("POST", f"/doc1/{document_id}", "got_receipt=1&pdf_header=1", form),
        }

    def run(self) -> int:
        """Print what is measured; returns the exit status."""
        one, many = self._one_by_one(), self._at_once()
        name = f"download of {self.bar.size // 1000} KB, authorised, charged, recorded"
        rate = max(one["nginx"] / one["download"], many["nginx"] / many["download"])
        verdict = "FAILS" if rate < self.bar.must else "holds"
        print(f"{name}: {rate:.2f} of nginx's rate; must be ≥ {self.bar.must}, stretch ≥ {self.bar.stretch}: {verdict}")
        self._tell("one connection", one)
        self._tell(f"{AT_ONCE} connections at once", many)
        for network, bits in NETWORKS.items():
            wire = self.length * 8 / bits
            told = (wire + one["nginx"]) / (wire + one["download"])
            print(f"    reckoned for one connection of {network}: {told:.2f} of nginx's rate")
        return int(rate < self.bar.must)

    def _tell(self, name: str, seconds: dict[str, float]) -> None:
        nginx, download = 1000 * seconds["nginx"], 1000 * seconds["download"]
        print(f"    {name}: {nginx / download:.2f}; nginx {nginx:.2f} ms, download {download:.2f} ms each")

    def _one_by_one(self) -> dict[str, float]:
        """Return the median seconds of either, one after the other."""
        ask = {name: self._asker(name) for name in self.asked}
        times: dict[str, list[float]] = {name: [] for name in self.asked}
        for _ in range(WARM_UP):
            for step in ask.values():
                step()
        before = _processor_time(self.server)
        for turn in range(self.bar.rounds):
            for name in list(self.asked)[:: 1 if turn % 2 else -1]:
                began = time.perf_counter()
                ask[name]()
                times[name].append(time.perf_counter() - began)
        used = 1000 * (_processor_time(self.server) - before) / self.bar.rounds
        print(f"the web server's process time for a download: {used:.2f} ms")
        return {name: statistics.median(found) for name, found in times.items()}

    def _at_once(self) -> dict[str, float]:
        """Return the median seconds that each takes of the time when several connections ask at once."""
        times: dict[str, list[float]] = {name: [] for name in self.asked}
        each = max(5, self.bar.rounds // AT_ONCE)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            ask = {name: [self._asker(name) for _ in range(AT_ONCE)] for name in self.asked}
            for turn in range(TURNS):
                for name in list(self.asked)[:: 1 if turn % 2 else -1]:
                    began = time.perf_counter()
                    list(pool.map(lambda step: [step() for _ in range(each)], ask[name]))
                    times[name].append((time.perf_counter() - began) / (AT_ONCE * each))
        return {name: statistics.median(found) for name, found in times.items()}

    def _asker(self, name: str) -> Callable[[], None]:
        """Return what asks once, on a connection of its own that stays open."""
        method, address, body, headers = self.asked[name]
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        buffer = bytearray(1 << 20)

        def ask() -> None:
            connection.request(method, address, body or None, {"Host": HOST, **headers})
            answer = connection.getresponse()
            assert (answer.status, answer.headers["Content-Length"]) == (200, str(self.length))
            got = 0
            while count := answer.readinto(buffer):
                got += count
            assert got == self.length

        return ask


def _processor_time(server: int) -> float:
    """Return the seconds of processor time that the workers of the server have used."""
    workers = subprocess.run(["pgrep", "-P", str(server)], capture_output=True, text=True, check=True).stdout.split()
    ticks = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[11:13] for worker in workers]
    return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")


def _sign_in() -> str:
    from opencmecf.testing.people import PASSWORD

    browser = Browser(town.application())
    page = browser.get(WANTED)
    hidden = {name.decode(): value.decode().replace("&amp;", "&") for name, value in HIDDEN.findall(page.body)}
    form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": "", **hidden}
    assert browser.post(LOGIN, form).url == WANTED
    return "; ".join(f"{name}={value}" for name, value in browser.cookies[HOST].items())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing answers at port {port}")


if __name__ == "__main__":
    sys.exit(main())
