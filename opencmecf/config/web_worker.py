"""The web server's processes: most for pages, and some for logging in, which give way to them.

When a whole office logs in at nine o'clock, those who read a docket must not stand in the same queue: a password costs
as much computing as ten pages, and is meant to. See docs/adr/0022.
"""

from __future__ import annotations

import mmap
import socket
import struct
import sys
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any
from urllib.parse import unquote_to_bytes

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from opencmecf.config.warm_threads import WarmThreads
from opencmecf.foundation.passwords import Argon2
from opencmecf.foundation.places import HALF_OF_THE_CORES, Places
from opencmecf.foundation.urgency import let_process_give_way

# The pages where passwords and codes are looked at. What our servers ask of each other is not among them, for a thread
# at a court waits for it.
LOGIN_PAGES = (b"/csologin/", b"/services/cso-auth")
LOGIN_THREADS = 4  # in each process for logging in; most of them wait for a place to compute a hash
LONGEST_METHOD_AND_PATH = 64
SILENT_SECONDS = 5.0  # how long a new connection may say nothing; browsers open some that they never use
SECONDS_WITHOUT_LOGINS = 15.0  # by then whoever ended has been replaced

# How long a thread may keep the others from running Python. The usual 5 ms are lost again after each answer of the
# database while another thread is busy; beside two such threads a page took 270 ms with them and 85 ms with this.
SWITCH_SECONDS = 0.001

# What the processes share, and inherit therefore: the places of those for logging in, and the two ends of the way on
# which connections get there. Those that nobody has taken yet wait on it, also while a process is being replaced.
PROCESSES_FOR_LOGGING_IN = Places(HALF_OF_THE_CORES)
HANDED_OVER, TAKEN_OVER = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
HANDED_OVER.setblocking(False)
LAST_SEEN = mmap.mmap(-1, 8)  # when a process that takes logins was there, by the clock that all processes have


class WebWorker(ThreadWorker):  # type: ignore[misc] # gunicorn tells no types
    """gunicorn's threaded worker, of two kinds; which it is, a process finds out when it begins.

    Those for logging in have places. A process that finds none free is for pages: it listens to the network, looks at
    the address of a request before anything else, and hands over the connections on which somebody logs in. If nobody
    takes them later, since gunicorn was told to begin its processes anew or to have fewer, one for pages does both.
    """

    takes_logins = False
    sockets: list[Any]  # what it listens to

    def init_process(self) -> None:
        """Begin, and serve until the end."""
        sys.setswitchinterval(SWITCH_SECONDS)
        Argon2.gives_way = True
        place = PROCESSES_FOR_LOGGING_IN.take()
        if place is not None:
            self.takes_logins = True
            let_process_give_way(place)
            for listener in self.sockets:
                listener.close()  # this process's own; it may outlive the server by a login, and must not hold the port
            self.sockets = [TAKEN_OVER]
            self.cfg.set("threads", LOGIN_THREADS)
            self.cfg.set("keepalive", 0)  # the next request on the same connection may be for a page
        super().init_process()

    def get_thread_pool(self) -> WarmThreads:
        """The threads of this process."""
        return WarmThreads(self.cfg.threads)

    def notify(self) -> None:
        """Tell gunicorn, every second at least, that this process lives; and see that somebody takes the logins."""
        super().notify()
        if self.takes_logins:
            _note_that_logins_are_taken()
        elif self.alive and _seconds_without_logins() > SECONDS_WITHOUT_LOGINS and _is_a_place_free():
            self.set_accept_enabled(False)  # and again, in a moment, at what it listens to then
            self.sockets = [*self.sockets, TAKEN_OVER]
            self.takes_logins = True

    def accept(self, listener: socket.socket) -> None:
        """Take the next connection, from the network or from a process for pages."""
        if listener is not TAKEN_OVER:
            super().accept(listener)
            return
        conn = _next_handed_over(self.cfg)
        if conn is not None:
            self.nr_conns += 1
            super().enqueue_req(conn)

    def enqueue_req(self, conn: TConn) -> None:
        """Have a request answered, by a thread or where logging in is done; nothing holds a thread before it begins."""
        beginning = _beginning(conn)
        if not (beginning or conn.initialized or conn.data_ready):
            conn.timeout = time.monotonic() + SILENT_SECONDS
            self.pending_conns.append(conn)
            self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))
        elif not self.takes_logins and is_login(beginning) and _is_handed_over(conn):
            self.nr_conns -= 1
            conn.close()  # our end of it; the other process has its own
        else:
            super().enqueue_req(conn)


def is_login(beginning: bytes) -> bool:
    """Whether a request that begins so is for a page where passwords or codes are looked at, however it is spelled."""
    _, _, path = beginning.partition(b" ")
    return unquote_to_bytes(path).startswith(LOGIN_PAGES)


def _is_a_place_free() -> bool:
    return PROCESSES_FOR_LOGGING_IN.take() is not None


def _note_that_logins_are_taken() -> None:
    LAST_SEEN[:] = struct.pack("d", time.monotonic())


def _seconds_without_logins() -> float:
    (seen,) = struct.unpack("d", LAST_SEEN[:])
    return time.monotonic() - float(seen)


_note_that_logins_are_taken()  # as they will be in a moment


def _beginning(conn: TConn) -> bytes:
    """The first bytes that wait on a connection, and go on waiting there; none while nothing has arrived."""
    try:
        return bytes(conn.sock.recv(LONGEST_METHOD_AND_PATH, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except OSError:
        return b""


def _is_handed_over(conn: TConn) -> bool:
    """Hand a connection over to those for logging in; False when hundreds wait for them already."""
    try:
        socket.send_fds(HANDED_OVER, [b"\0"], [conn.sock.fileno()])
    except OSError:
        return False
    return True


def _next_handed_over(configuration: Any) -> TConn | None:
    """The next connection that was handed over; None when another process took it, or when it is gone."""
    try:
        _, (descriptor, *_), _, _ = socket.recv_fds(TAKEN_OVER, 1, 1)
    except BlockingIOError:
        return None
    browser = socket.socket(fileno=descriptor)
    try:
        conn = TConn(configuration, browser, browser.getpeername(), browser.getsockname())
    except OSError:
        browser.close()
        return None
    conn.data_ready = True
    return conn
