"""A demonstration of its own for a test run: started, asked, stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from opencmecf.demo.run import DATABASE, Demo
from opencmecf.foundation.processes import answers, wait_until

CHECKOUT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
STOP_SECONDS = 30
OF_THE_TESTS = ("DATABASE_URL", "SECRET_KEY", "CMECF_VAR", "DJANGO_SETTINGS_MODULE", "CMECF_FAILPOINT", "RESET", "PORT")
PROGRAMS = {  # what their command lines hold
    "database": "embedded_database run",
    "mail": "opencmecf.demo.mail_receiver",
    "web": "gunicorn",
    "worker": "opencmecf.cli worker",
}


@dataclass
class Login:
    """A login that a court has issued."""

    login: str
    password: str


@dataclass
class DemoPerson:
    """Somebody whom the demonstration knows."""

    name: str
    username: str
    password: str
    logins: dict[str, Login] = field(default_factory=dict)  # by court

    @property
    def email(self) -> str:
        """Where mail to this person goes."""
        return f"{self.username}@example.com"


@dataclass(frozen=True)
class Process:
    """One row of the process table."""

    pid: int
    parent: int
    command: str


class RunningDemo:
    """`cmecf demo` with a folder and a port of its own."""

    def __init__(self, var: Path) -> None:
        """Start it and return when every site answers."""
        self.var, self.port = var, free_port()
        self._plan = Demo(var=var, port=self.port)
        self.output = var / "output.txt"
        var.mkdir(parents=True, exist_ok=True)
        arguments = [sys.executable, "-m", "opencmecf.cli", "demo", "--port", str(self.port), "--var", str(var)]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                arguments,
                cwd=CHECKOUT,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(self._has_told_its_table, START_SECONDS)
        except BaseException:
            self.process.terminate()
            self.process.wait(STOP_SECONDS)
            raise

    @cached_property
    def environment(self) -> dict[str, str]:
        """What the demonstration's own programs run with, for one more of them."""
        return {**self._plan.environment, "CMECF_FAILPOINT": ""}

    @cached_property
    def described(self) -> dict[str, Any]:
        """Sites and people as `cmecf demo --describe` prints them."""
        told = self.cmecf("demo", "--describe", "--port", str(self.port), "--var", str(self.var))
        described: dict[str, Any] = json.loads(told.stdout)
        return described

    @cached_property
    def people(self) -> dict[str, DemoPerson]:
        """Everybody, by username."""
        return {one["username"]: _person(one) for one in self.described["people"]}

    def url(self, site: str, path: str = "/") -> str:
        """The address of `path` at the site with that id: `flsd`, `pacer`, `mail` …"""
        return f"http://{self._hosts[site]}{path}"

    def cmecf(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `cmecf` beside the demonstration, on its database."""
        command = [sys.executable, "-m", "opencmecf.cli", *arguments]
        return subprocess.run(command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True, check=False)

    def check(self) -> None:
        """Raise AssertionError unless `cmecf check` finds every invariant kept."""
        told = self.cmecf("check")
        assert (told.returncode, told.stderr.strip()) == (0, "clean"), told.stdout + told.stderr

    def browser(self, *, port: int = 0) -> httpx.Client:
        """A browser without a window; it asks the web server at `port` instead of the demonstration's when given."""
        return httpx.Client(transport=_Local(port or self.port), follow_redirects=True, timeout=30)

    def process_of(self, program: str) -> Process:
        """The process of one supervised program, as soon as it runs. Raises NotReady."""
        found: list[Process] = []

        def runs() -> bool:
            ours = (one for one in processes() if one.parent == self.process.pid)
            found[:] = [one for one in ours if PROGRAMS[program] in one.command]
            return bool(found)

        wait_until(runs, 10)
        return found[0]

    def kill(self, program: str) -> None:
        """End a program and everything that it has started at once, as a power cut would."""
        os.killpg(self.process_of(program).pid, signal.SIGKILL)

    def postmaster(self) -> int:
        """The main process of the database server."""
        return int((self._plan.server.data / "postmaster.pid").read_text().split()[0])

    def wait_for(self, check: Callable[[], bool], seconds: float = 10) -> float:
        """Return when `check` holds, with the seconds that it took. Raises NotReady."""
        started = time.monotonic()
        wait_until(check, seconds)
        return time.monotonic() - started

    def stop(self) -> None:
        """Press Ctrl-C. Raises AssertionError unless it ends cleanly and leaves nobody behind."""
        ours = self._family()
        self.process.send_signal(signal.SIGINT)
        try:
            status = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the demonstration did not end; its output: {self.output.read_text()}") from None
        assert status == 0, f"the demonstration ended with {status}; its output: {self.output.read_text()}"
        left = {one for one in processes() if one in ours or str(self.var) in one.command}
        assert not left, f"these are left over: {left}"

    @property
    def database_url(self) -> str:
        """Where the demonstration's database is reached."""
        return self._plan.server.url(DATABASE)

    @cached_property
    def _hosts(self) -> dict[str, str]:
        return {site["id"]: site["host"] for site in self.described["sites"]}

    def _has_told_its_table(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the demonstration did not start; its output: {self.output.read_text()}")
        return "Ctrl-C stops everything" in self.output.read_text() and answers(f"http://127.0.0.1:{self.port}/healthz")

    def _family(self) -> set[Process]:
        everybody = processes()
        family, found = {self.process.pid}, -1
        while found != len(family):
            found = len(family)
            family |= {one.pid for one in everybody if one.parent in family}
        return {one for one in everybody if one.pid in family and one.pid != self.process.pid}


class _Local(httpx.HTTPTransport):
    """Every name is this machine, as browsers have it for names under `.localhost`."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(  # a copy: by the address of the original the client keeps its cookies
            request.method,
            request.url.copy_with(host="127.0.0.1", port=self.port),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return super().handle_request(sent)


def processes() -> list[Process]:
    """Everything that runs on this machine."""
    told = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in told.stdout.splitlines()]
    return [Process(int(pid), int(parent), command[0] if command else "") for pid, parent, *command in rows]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _person(told: dict[str, Any]) -> DemoPerson:
    logins = {one["court"]: Login(one["login"], one["password"]) for one in told["court_logins"]}
    return DemoPerson(told["name"], told["username"], told["password"], logins)


def _environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    return {**ours, "AIOSMTPD_CONTROLLER_TIMEOUT": "1.5"}  # a mail server whose port is taken gives up sooner
