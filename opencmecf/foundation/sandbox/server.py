"""The server of a sandbox: waits for work at its socket, forks for each piece, and ends what overruns.

It has one thread and never reads a file itself. It ends when the process that started it closes the socket.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from opencmecf.foundation.sandbox import confinement
from opencmecf.foundation.sandbox.limits import Failure, Limits

LONGEST_REQUEST = 64 * 1024
MOST_FILES = 3
REPLY = 3  # the number that the answer's pipe has in a working process; the files follow

HIGHEST = 2**20  # no descriptor is above this

Work = Callable[[list[BinaryIO], dict[str, Any]], Any]


@dataclass(slots=True)
class Piece:
    """One piece of work that was asked for."""

    name: str
    arguments: dict[str, Any]
    limits: Limits
    reply: int
    files: list[int]
    process: int = 0
    watch: int = -1  # the process as a descriptor, readable when it has ended
    ends_at: float = 0.0


class Server:
    """Takes requests in order and works on `parallel` of them at a time."""

    def __init__(self, control: socket.socket, table: Mapping[str, Work], parallel: int) -> None:
        self._control = control
        self._table = table
        self._parallel = parallel
        self._waiting: deque[Piece] = deque()
        self._running: dict[int, Piece] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)

    def serve(self) -> None:
        """Work until the other end of the socket is closed."""
        while True:
            for key, _ in self._selector.select(self._pause()):
                if key.fileobj is not self._control:
                    self._collect(self._running[key.fd])
                elif not self._take():
                    return
            self._end_overdue()
            while self._waiting and len(self._running) < self._parallel:
                self._begin(self._waiting.popleft())

    def _pause(self) -> float | None:
        due = [piece.ends_at for piece in self._running.values()]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _take(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, LONGEST_REQUEST, MOST_FILES + 1)
        if not message:
            return False
        asked = json.loads(message)
        reply, *files = descriptors
        self._waiting.append(Piece(asked["work"], asked["arguments"], Limits(**asked["limits"]), reply, files))
        return True

    def _begin(self, piece: Piece) -> None:
        piece.ends_at = time.monotonic() + piece.limits.seconds
        piece.process = os.fork()
        if not piece.process:
            _do(piece, self._table)
        piece.watch = os.pidfd_open(piece.process)
        for descriptor in piece.files:
            os.close(descriptor)
        self._running[piece.watch] = piece
        self._selector.register(piece.watch, selectors.EVENT_READ)

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for piece in self._running.values():
            if piece.ends_at <= now:
                signal.pidfd_send_signal(piece.watch, signal.SIGKILL)
                piece.ends_at = now + 60.0  # collected as soon as it is gone

    def _collect(self, piece: Piece) -> None:
        _, status = os.waitpid(piece.process, 0)
        code = os.waitstatus_to_exitcode(status)
        if code:
            failure = Failure.TIME if -code in (signal.SIGKILL, signal.SIGXCPU) else Failure.CRASH
            _write(piece.reply, {"failed": failure.value})
        self._selector.unregister(piece.watch)
        del self._running[piece.watch]
        os.close(piece.watch)
        os.close(piece.reply)


def main(module: str, control: int, parallel: int) -> None:
    """Import `module`, warm it up, and serve its table `WORK` at the socket `control`."""
    is_apart = confinement.leave_shared_namespaces()
    loaded = importlib.import_module(module)
    loaded.warm_up()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the group; our end is the socket's
    with socket.socket(fileno=control) as connection:
        _ready(connection, is_apart=is_apart)
        Server(connection, loaded.WORK, parallel).serve()


def _ready(connection: socket.socket, *, is_apart: bool) -> None:
    """Tell the other end that work can begin, and what the kernel grants us."""
    said = {"namespaces": is_apart, "call_filter": confinement.can_filter_calls()}
    connection.send(json.dumps(said).encode())


def _do(piece: Piece, table: Mapping[str, Work]) -> NoReturn:
    """Do the work in this process, which is new, and end it."""
    try:
        confinement.end_with_parent()
        files = _only_these_open(piece)
        confinement.confine(piece.limits)
        answer = table[piece.name](files, piece.arguments)
        for file in files:
            file.flush()  # this process ends without the interpreter's farewell
        _write(REPLY, {"answer": answer})
        os._exit(0)
    except MemoryError:
        _write(REPLY, {"failed": Failure.MEMORY.value})
        os._exit(0)
    except BaseException:  # noqa: BLE001 - nothing of what a hostile file has caused leaves this process
        os._exit(1)


def _only_these_open(piece: Piece) -> list[BinaryIO]:
    """Close every descriptor but the reply and the files; what is printed goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    above = [os.dup(descriptor) for descriptor in (nowhere, nowhere, nowhere, piece.reply, *piece.files)]
    highest = max(above) + 1
    spare = [os.dup2(descriptor, highest + place) for place, descriptor in enumerate(above)]
    for place, descriptor in enumerate(spare):
        os.dup2(descriptor, place, inheritable=False)
    os.closerange(len(spare), HIGHEST)
    return [os.fdopen(place, _mode(place)) for place in range(REPLY + 1, REPLY + 1 + len(piece.files))]


def _mode(descriptor: int) -> Any:
    return "rb" if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY else "r+b"


def _write(descriptor: int, said: Any) -> None:
    text = json.dumps(said).encode() + b"\n"
    try:
        while text:
            text = text[os.write(descriptor, text) :]
    except OSError:
        pass  # whoever asked waits no longer


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
