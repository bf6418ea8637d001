"""The side of a sandbox that asks: starts the server when it is needed, and starts it again when it is gone."""

from __future__ import annotations

import atexit
import json
import logging
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

from opencmecf.foundation.sandbox.limits import Failure, Limits, SandboxUnavailable, WorkFailed

LONGEST_ANSWER = 1024 * 1024
STARTING_SECONDS = 30.0
WAITING_SECONDS = 50.0  # in the queue, before the work's own time

logger = logging.getLogger(__name__)


class Sandbox:
    """Runs the work of one module, at most `parallel` pieces at a time in each process of ours. Threads may share it.

    The module has a table `WORK` of functions, each called with the open files and the arguments, whose answer is JSON,
    and a function `warm_up()` that leaves nothing to be imported later.
    """

    def __init__(self, module: str, *, parallel: int = 2) -> None:
        self._module = module
        self._parallel = parallel
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def run(
        self,
        work: str,
        *,
        files: Sequence[BinaryIO],
        arguments: dict[str, Any] | None = None,
        limits: Limits | None = None,
    ) -> Any:
        """Return the answer of the function `work`.

        Raises `WorkFailed` where it reached a limit or broke, and `SandboxUnavailable` where it could not be begun.
        """
        within = limits or Limits()
        request = json.dumps({"work": work, "arguments": arguments or {}, "limits": asdict(within)}).encode()
        for _ in range(2):  # a server that was killed is started once more
            answer = self._ask(request, [file.fileno() for file in files], within)
            if answer is not None:
                return _read(answer)
        raise SandboxUnavailable

    def start(self) -> None:
        """Start the server now, so that the first work need not wait. Raises `SandboxUnavailable`."""
        with self._lock:
            self._connected()

    @property
    def pid(self) -> int | None:
        """The process number of the server, or None while none runs."""
        return self._process.pid if self._process is not None else None

    def stop(self) -> None:
        """End the server and what it works on."""
        with self._lock:
            self._let_go()

    def _ask(self, request: bytes, files: list[int], limits: Limits) -> bytes | None:
        reader, writer = os.pipe()
        try:
            try:
                with self._lock:
                    socket.send_fds(self._connected(), [request], [writer, *files])
            except OSError:
                self.stop()
                return None
            finally:
                os.close(writer)
            return _read_all(reader, time.monotonic() + WAITING_SECONDS + limits.seconds) or None
        finally:
            os.close(reader)

    def _connected(self) -> socket.socket:
        alive = self._process is not None and self._owner == os.getpid() and self._process.poll() is None
        if not alive:
            self._let_go()
            self._launch()
        assert self._control is not None
        return self._control

    def _launch(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "opencmecf.foundation.sandbox.server"),
                    *(self._module, str(theirs.fileno()), str(self._parallel)),
                ],
                env=_bare_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._control, self._owner = ours, os.getpid()
        atexit.register(self._let_go)
        ours.settimeout(STARTING_SECONDS)
        try:
            granted = json.loads(ours.recv(1024) or b"null")
        except TimeoutError:
            granted = None
        if granted is None:
            self._let_go()
            raise SandboxUnavailable
        if not granted["call_filter"]:
            logger.warning("This machine cannot filter system calls: files are checked within limits only.")
        ours.settimeout(None)

    def _let_go(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None and self._owner == os.getpid():
            atexit.unregister(self._let_go)
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


def _bare_environment() -> dict[str, str]:
    """Return what the server needs to find our code: no address of a database, no key."""
    places = [place or os.getcwd() for place in sys.path]  # noqa: PTH109 - as the interpreter reads an empty place
    return {"PYTHONPATH": os.pathsep.join(places), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}


def _read_all(reader: int, until: float) -> bytes:
    """Return all that is written to a pipe. Raises `SandboxUnavailable` when its end does not come in time."""
    read = b""
    watch = select.poll()
    watch.register(reader, select.POLLIN)
    while True:
        if not watch.poll(max(0.0, until - time.monotonic()) * 1000):
            raise SandboxUnavailable
        chunk = os.read(reader, 65536)
        if not chunk:
            return read
        read += chunk
        if len(read) > LONGEST_ANSWER:
            raise WorkFailed(Failure.CRASH)


def _read(answer: bytes) -> Any:
    """Return what was answered. The last line counts: the server's own word follows what a broken process wrote."""
    try:
        said = json.loads(answer.splitlines()[-1])
    except (ValueError, IndexError):
        raise WorkFailed(Failure.CRASH) from None
    if "failed" in said:
        raise WorkFailed(Failure(said["failed"]))
    return said["answer"]
