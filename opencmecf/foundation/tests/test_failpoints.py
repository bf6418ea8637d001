from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

PROGRAM = "from opencmecf.foundation.failpoints import failpoint; failpoint('link:between-writes'); print('alive')"


def run(armed: str | None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "CMECF_FAILPOINT"}
    if armed is not None:
        environment["CMECF_FAILPOINT"] = armed
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False, timeout=30
    )


def test_the_named_point_ends_the_process_on_the_spot() -> None:
    ended = run("link:between-writes")
    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout == ""


@pytest.mark.parametrize("armed", [None, "", "link:elsewhere"])
def test_any_other_point_does_nothing(armed: str | None) -> None:
    assert run(armed).stdout == "alive\n"
