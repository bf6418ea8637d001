"""Downloading a document, against nginx sending the same bytes as a static file.

In the path: nginx in front, the web server of `cmecf serve` behind it, a POST that authorises, charges and records, and
the GET of the file, which authorises once more and is sent by nginx (X-Accel-Redirect). Both over the loopback on
connections that stay open, by the same client.

In the floor: nginx, the same file, one GET.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papers
import town
from browser import Browser
from measure import compare

HOST = "ecf.flsd.localhost:8000"
WANTED = f"http://{HOST}/cgi-bin/iquery.pl"
LOGIN = "http://login.localhost:8000/csologin/login.jsf"
HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|next)" value="([^"]*)"')
FRAME = re.compile(rb'<iframe [^>]*src="([^"]+)"')


@dataclass(frozen=True)
class Bar:
    """A size, how many times nginx's own time a download of it may take, and in how many rounds it is measured."""

    size: int
    must: float
    stretch: float
    rounds: int


# 0.20 and 0.80 of nginx's rate must be reached; 0.35 and 0.92 would be better.
BARS = (Bar(200_000, 1 / 0.20, 1 / 0.35, 200), Bar(5_000_000, 1 / 0.80, 1 / 0.92, 100))
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
        return max(_measure(front, cookie, document, bar) for document, bar in zip(documents, BARS, strict=True))
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


def _measure(port: int, cookie: str, document: tuple[str, Path], bar: Bar) -> int:
    from django.conf import settings

    document_id, path = document
    length = path.stat().st_size
    static = f"/static-floor/{path.relative_to(settings.STORE).as_posix()}"
    connection = http.client.HTTPConnection("127.0.0.1", port)
    body = "got_receipt=1&pdf_header=1"
    headers = {"Host": HOST, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    buffer = bytearray(1 << 20)

    def read(answer: http.client.HTTPResponse) -> None:
        assert answer.status == 200
        got = 0
        while count := answer.readinto(buffer):
            got += count
        assert got == length

    def nginx_alone() -> None:
        connection.request("GET", static, headers={"Host": HOST})
        read(connection.getresponse())

    def download() -> None:
        connection.request("POST", f"/doc1/{document_id}", body, headers)
        page = connection.getresponse().read()
        source = FRAME.findall(page)[0].decode().replace("&amp;", "&")
        connection.request("GET", source, headers=headers)
        read(connection.getresponse())

    name = f"download of {bar.size // 1000} KB, authorised, charged, recorded"
    return compare(name, floor=nginx_alone, path=download, must=bar.must, stretch=bar.stretch, rounds=bar.rounds)


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
