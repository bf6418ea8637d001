"""A child that ends when its parent ends, even when the parent was killed. Linux only; elsewhere the child lives on."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>


def end_with_parent() -> Callable[[], None] | None:
    """What a child has to call between fork and exec, or None where the system cannot do it."""
    if sys.platform != "linux":
        return None
    # Everything is looked up before the fork: the child must not wait for a lock that its parent held.
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def in_child() -> None:
        # SIGTERM, so that a web server can end its own workers.
        prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the request was made

    return in_child
