"""More processes beside those of the demonstration: some that die at a named point, some that lack something."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import CHECKOUT, RunningDemo, free_port

START_SECONDS = 60


@contextmanager
def web_server_that_dies_at(point: str, demo: RunningDemo) -> Iterator[int]:
    """One more web server on the demonstration's database, whose processes are killed at `point`; yields its port."""
    with web_server(demo, CMECF_FAILPOINT=point) as port:
        yield port


@contextmanager
def web_server(demo: RunningDemo, *, port: int = 0, file_limit: int = 0, **environment: str) -> Iterator[int]:
    """One more web server on the demonstration's database, with these settings; yields its port.

    With a `file_limit` its disk is full for every file that grows beyond so many bytes.
    """
    port = port or free_port()
    with _running(demo, "serve", "--port", str(port), "--workers", "1", **environment) as server:
        if file_limit:
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (file_limit, resource.RLIM_INFINITY))
        wait_until(f"http://127.0.0.1:{port}/healthz", START_SECONDS)
        yield port


# In a mount namespace of its own, so that nobody else sees the small disk and it is gone with the process.
_SMALL_DISK = ("unshare", "--map-root-user", "--mount", "sh", "-c")
_MOUNT = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'


@contextmanager
def web_server_on_a_small_disk(demo: RunningDemo, store: Path, room: int) -> Iterator[int]:
    """One more web server whose store is a file system of its own with `room` bytes; yields its port."""
    port = free_port()
    prefix = (*_SMALL_DISK, _MOUNT, "sh", str(room), str(store))
    serve = ("serve", "--port", str(port), "--workers", "1")
    with _running(demo, *serve, prefix=prefix, CMECF_STORE=str(store)):
        wait_until(f"http://127.0.0.1:{port}/healthz", START_SECONDS)
        yield port


def may_mount(folder: Path) -> bool:
    """Whether this machine lets us make a small disk at `folder`."""
    trial = [*_SMALL_DISK, _MOUNT, "sh", "100k", str(folder), "true"]
    return bool(shutil.which("unshare")) and subprocess.run(trial, capture_output=True, check=False).returncode == 0


@contextmanager
def worker(demo: RunningDemo, **environment: str) -> Iterator[None]:
    """One more worker on the demonstration's database, with these settings."""
    with _running(demo, "worker", SMTP_URL=f"smtp://127.0.0.1:{mail_port(demo)}", **environment):
        yield


@contextmanager
def worker_that_dies_at(point: str, demo: RunningDemo) -> Iterator[subprocess.Popen[bytes]]:
    """One more worker on the demonstration's database, which is killed at `point`."""
    mail_server = f"smtp://127.0.0.1:{mail_port(demo)}"
    with _running(demo, "worker", CMECF_FAILPOINT=point, SMTP_URL=mail_server) as worker:
        yield worker


def mail_port(demo: RunningDemo) -> int:
    """Where the demonstration's mail server listens."""
    words = demo.process_of("mail").command.split()
    return int(words[words.index("--port") + 1])


@contextmanager
def without(program: str, demo: RunningDemo) -> Iterator[None]:
    """The demonstration without one of its programs, which is killed, and started again afterwards."""
    running = demo.process_of(program).pid
    os.kill(demo.process.pid, signal.SIGSTOP)  # so that it does not start the program again at once
    try:
        os.killpg(running, signal.SIGKILL)
        yield
    finally:
        os.kill(demo.process.pid, signal.SIGCONT)


@contextmanager
def _running(
    demo: RunningDemo, *arguments: str, prefix: Sequence[str] = (), **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    with (demo.var / "log" / f"{arguments[0]}-that-dies.log").open("ab") as output:
        process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "opencmecf.cli", *arguments],
            cwd=CHECKOUT,
            env={**demo.environment, "AS_WEB_ROLE": "true", **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it has died as it should
        process.wait()
