"""The threads of a web server's process."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from typing import Any

Task = Callable[[], None]


class WarmThreads:
    """As much of a thread pool as gunicorn uses; of the threads that are idle, the one that was busy last comes first.

    Each thread has a connection to the database, with a process behind it that has to learn every statement anew. The
    library's pool lets idle threads take turns, so that all of these grow cold; here few of them do most of the work.
    """

    def __init__(self, most: int) -> None:
        self._may_be_begun = most
        self._idle: list[SimpleQueue[Task]] = []  # a queue for each idle thread
        self._waiting: deque[Task] = deque()
        self._lock = threading.Lock()

    def submit(self, compute: Callable[..., Any], *values: Any) -> Future[Any]:
        """Have `compute(*values)` done by the next thread."""
        done: Future[Any] = Future()
        task = partial(_do, done, compute, values)
        with self._lock:
            if self._idle:
                self._idle.pop().put(task)
            elif self._may_be_begun:
                self._may_be_begun -= 1
                threading.Thread(target=self._work, args=[task], daemon=True).start()
            else:
                self._waiting.append(task)
        return done

    def shutdown(self, wait: bool = True) -> None:
        """Nothing more comes; the threads end with the process."""

    def _work(self, task: Task) -> None:
        mine: SimpleQueue[Task] = SimpleQueue()
        while True:
            task()
            with self._lock:
                if self._waiting:
                    task = self._waiting.popleft()
                    continue
                self._idle.append(mine)
            task = mine.get()


def _do(done: Future[Any], compute: Callable[..., Any], values: tuple[Any, ...]) -> None:
    try:
        done.set_result(compute(*values))
    except BaseException as error:  # noqa: BLE001 - it is gunicorn's to see, whatever it is
        done.set_exception(error)
