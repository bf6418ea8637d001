"""File locks. The kernel drops them when the last process that holds one is gone, however it ended."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opencmecf.foundation.embedded_database.errors import EmbeddedDatabaseError

POLL_SECONDS = 0.03


def take(path: Path) -> int | None:
    """A descriptor that holds the lock on `path`, or None when another process holds it.

    Closing the descriptor gives up the lock, unless a child process inherited it: then the child holds it on.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def held(path: Path, deadline: float) -> Iterator[None]:
    """Hold the lock on `path` for the block. Raises EmbeddedDatabaseError when `deadline` (monotonic) passes first."""
    while (descriptor := take(path)) is None:
        if time.monotonic() > deadline:
            raise EmbeddedDatabaseError(
                f"Another process has been starting or stopping this database for too long (it holds {path}). "
                "Wait for it, or end it, and try again."
            )
        time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        os.close(descriptor)
