"""Places where a test may end the process, to show that an act survives it whole or not at all."""

from __future__ import annotations

import os
import signal


def failpoint(name: str) -> None:
    """Kill this process on the spot when `CMECF_FAILPOINT` names this point; otherwise do nothing."""
    if os.environ.get("CMECF_FAILPOINT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
