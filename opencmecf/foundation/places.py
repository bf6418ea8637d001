"""Places of which there are few, shared by the processes of a server that are forked from one.

A place is a lock on a byte of a file that these processes inherit. Such a lock belongs to a process and ends with it: a
process that dies keeps no place.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

HALF_OF_THE_CORES = max(1, len(os.sched_getaffinity(0)) // 2)


class Places:
    """So many places, from 0. To be made before the processes are."""

    def __init__(self, count: int) -> None:
        self.count = count
        with tempfile.TemporaryFile() as made:
            self._file = os.dup(made.fileno())  # open for the rest of the process

    @contextmanager
    def held(self, place: int) -> Iterator[None]:
        """Hold `place` meanwhile; waits while another process holds it."""
        fcntl.lockf(self._file, fcntl.LOCK_EX, 1, place)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)

    def take(self) -> int | None:
        """Take a place for as long as this process lives; which, or None when none was free."""
        return next((place for place in range(self.count) if self._is_ours(place)), None)

    def _is_ours(self, place: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except BlockingIOError:
            return False
        return True
