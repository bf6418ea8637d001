"""The web server's process: threads for every page, a few of their own for logging in, and hashes that give way.

When a whole office logs in at nine o'clock, those who read a docket must not stand in the same queue: a password costs
as much computing as ten pages, and is meant to. See docs/adr/0022.
"""

from __future__ import annotations

import socket
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ
from typing import Any
from urllib.parse import unquote_to_bytes

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from opencmecf.foundation.passwords import Argon2

# The pages where passwords and codes are looked at. What our servers ask of each other is not among them, for a thread
# at a court waits for it.
LOGIN_PAGES = (b"/csologin/", b"/services/cso-auth")
LOGIN_THREADS = 4  # in each process; most of them wait for a place to compute a hash
LONGEST_METHOD_AND_PATH = 64
SILENT_SECONDS = 5.0  # how long a new connection may say nothing; browsers open some that they never use

# How long a thread may keep the others from running Python. The usual 5 ms are lost again after each answer of the
# database while another thread is busy; beside two such threads a page took 270 ms with them and 85 ms with this.
SWITCH_SECONDS = 0.001


class WebWorker(ThreadWorker):  # type: ignore[misc] # gunicorn tells no types
    """gunicorn's threaded worker, which looks at the address of a request before it chooses the threads for it."""

    def init_process(self) -> None:
        """Begin, and serve until the end."""
        sys.setswitchinterval(SWITCH_SECONDS)
        Argon2.gives_way = True
        super().init_process()

    def get_thread_pool(self) -> TwoQueues:
        """The threads of this process."""
        return TwoQueues(self.cfg.threads)

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a connection to the threads once there is something to look at; nothing holds a thread before."""
        if conn.initialized or conn.data_ready or _beginning(conn):
            super().enqueue_req(conn)
            return
        conn.timeout = time.monotonic() + SILENT_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))


class TwoQueues:
    """As much of a thread pool as gunicorn uses, with a queue for the login pages and one for all others."""

    def __init__(self, threads: int) -> None:
        self._pages = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._logins = ThreadPoolExecutor(LOGIN_THREADS, thread_name_prefix="login")

    def submit(self, handle: Any, conn: TConn) -> Future[Any]:
        """Have `handle` answer the request that has begun to arrive on `conn`."""
        threads = self._logins if is_login(_beginning(conn)) else self._pages
        return threads.submit(handle, conn)

    def shutdown(self, wait: bool = True) -> None:
        """Take nothing more."""
        self._pages.shutdown(wait)
        self._logins.shutdown(wait)


def is_login(beginning: bytes) -> bool:
    """Whether a request that begins so is for a page where passwords or codes are looked at, however it is spelled."""
    _, _, path = beginning.partition(b" ")
    return unquote_to_bytes(path).startswith(LOGIN_PAGES)


def _beginning(conn: TConn) -> bytes:
    """The first bytes that wait on a connection, and go on waiting there; none while nothing has arrived."""
    try:
        return bytes(conn.sock.recv(LONGEST_METHOD_AND_PATH, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except OSError:
        return b""
