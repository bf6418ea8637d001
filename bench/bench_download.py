"""Downloading a document, against nginx sending the same bytes as a static file.

In the path: nginx in front, the web server of `cmecf serve` behind it, and the one POST with which a program asks for a
document: it authorises, charges and records, and nginx sends the file (X-Accel-Redirect). In the floor: nginx, the
same file, one GET. Both over connections that stay open, by the same client.

The bars are judged on a line of 1 Gbit/s between the client and nginx, faster than any reader's: nginx runs in a
network namespace behind a pair of virtual interfaces with a token bucket. On the loopback the bytes come at no cost,
and nginx is through with the whole file sooner than a commit reaches the disk; that is told as well, for one connection
and for eight at once, and judged nowhere (docs/adr/0015). The namespace needs root and iproute2.
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
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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
NAMESPACE, LINE, LINE_RATE = "cmecfbench", ("cmecfnear", "cmecffar"), "1gbit"
NEAR, FAR = "10.79.0.1", "10.79.0.2"  # the addresses of its two ends


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
    upstream application {{ server {near}:{behind}; keepalive 8; }}
    server {{
        listen {listen}:{front};
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
    documents = _fill(house)
    cookie = _sign_in()
    failed = _on(LOOPBACK, nginx, cookie, documents)
    with _gigabit() as line:
        if line is None:
            print("download on a line of 1 Gbit/s: NOT MEASURED, for it needs root and iproute2")
            return 1
        return failed | _on(line, nginx, cookie, documents)


@dataclass(frozen=True)
class Line:
    """What lies between the client and nginx. `prefix`: the command that runs a program at its far end."""

    name: str
    near: str
    far: str
    prefix: tuple[str, ...] = ()
    is_judged: bool = False


@dataclass(frozen=True)
class Served:
    """The port of nginx at the far end of a line, and the process of the web server behind it."""

    line: Line
    port: int
    process: int


LOOPBACK = Line("the loopback", "127.0.0.1", "127.0.0.1")


@contextmanager
def _gigabit() -> Iterator[Line | None]:
    """A line to a network namespace, which a token bucket holds to its rate; None where none can be made."""
    if os.geteuid() != 0 or shutil.which("ip") is None or shutil.which("tc") is None:
        yield None
        return
    near, far = LINE
    inside = ("ip", "netns", "exec", NAMESPACE)
    try:
        for command in (
            f"ip netns add {NAMESPACE}",
            f"ip link add {near} type veth peer name {far} netns {NAMESPACE}",
            f"ip address add {NEAR}/30 dev {near}",
            f"ip link set {near} up",
            f"ip netns exec {NAMESPACE} ip address add {FAR}/30 dev {far}",
            f"ip netns exec {NAMESPACE} ip link set {far} up",
            f"ip netns exec {NAMESPACE} tc qdisc add dev {far} root tbf rate {LINE_RATE} burst 256kb latency 50ms",
        ):
            subprocess.run(command.split(), check=True)
        yield Line("a line of 1 Gbit/s", NEAR, FAR, inside, is_judged=True)
    finally:
        subprocess.run(["ip", "netns", "delete", NAMESPACE], check=False)  # and with it the line


def _on(line: Line, nginx: str, cookie: str, documents: list[tuple[str, Path]]) -> int:
    """Measure both sizes over `line`; returns the exit status."""
    from django.conf import settings

    front, behind = _free_port(), _free_port()
    folder = town.VAR / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    written = CONFIGURATION.format(
        folder=folder, store=settings.STORE, listen=line.far, front=front, near=line.near, behind=behind
    )
    (folder / "nginx.conf").write_text(written)
    serving = {**os.environ, "AS_WEB_ROLE": "true", "X_ACCEL_PREFIX": "/stored/", "LOG_LEVEL": "WARNING"}
    serve = [*("serve", "--host", line.near, "--port", str(behind)), *("--workers", "1")]
    web = subprocess.Popen([sys.executable, "-m", "opencmecf.cli", *serve], env=serving)
    proxy = subprocess.Popen([*line.prefix, nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        _wait_for(line.far, front)
        _wait_for(line.near, behind)
        return max(
            Measure(Served(line, front, web.pid), cookie, document, bar).run()
            for document, bar in zip(documents, BARS, strict=True)
        )
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
        path = file_of([holding], court, form=Retrieval.Form.SINGLE, has_header=True)
        found.append((f"{document.prefix}1{document.number}", path))
    return found


class Measure:
    """One size: nginx alone and the whole way, in turns."""

    def __init__(self, served: Served, cookie: str, document: tuple[str, Path], bar: Bar) -> None:
        from django.conf import settings

        self.served, self.bar = served, bar
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
        rate = max(one["nginx"] / one["download"], many["nginx"] / many["download"])
        verdict = "told only"
        if self.served.line.is_judged:
            verdict = "FAILS" if rate < self.bar.must else "holds" if rate < self.bar.stretch else "holds, and stretch"
        name = f"download of {self.bar.size // 1000} KB over {self.served.line.name}, authorised, charged, recorded"
        print(f"{name}: {rate:.2f} of nginx's rate; must be ≥ {self.bar.must}, stretch ≥ {self.bar.stretch}: {verdict}")
        self._tell("one connection", one)
        self._tell(f"{AT_ONCE} connections at once", many)
        return int(verdict == "FAILS")

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
        before = _processor_time(self.served.process)
        for turn in range(self.bar.rounds):
            for name in list(self.asked)[:: 1 if turn % 2 else -1]:
                began = time.perf_counter()
                ask[name]()
                times[name].append(time.perf_counter() - began)
        used = 1000 * (_processor_time(self.served.process) - before) / self.bar.rounds
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
        connection = http.client.HTTPConnection(self.served.line.far, self.served.port)
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


def _wait_for(host: str, port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection((host, port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing answers at port {port} of {host}")


if __name__ == "__main__":
    sys.exit(main())
