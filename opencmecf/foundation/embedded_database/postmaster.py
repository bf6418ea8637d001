"""The server's processes, as the system shows them: who leads, and who was left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

PID_FILE = "postmaster.pid"


def find(data: Path) -> int | None:
    """The process number of the living postmaster of `data`, or None.

    The number in postmaster.pid alone proves nothing: after a crash the number may belong to another program, or to
    a dead process that nobody has collected.
    """
    try:
        pid = int((data / PID_FILE).read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    if sys.platform != "linux":
        return pid if _is_postgres_by_ps(pid) else None
    return pid if _is_postgres(pid) and _works_in(pid, data, unknown=True) else None


def end_orphans(data: Path, signal_number: signal.Signals) -> None:
    """Signal the server processes that still work on `data` after their postmaster was killed (Linux only)."""
    if sys.platform != "linux":
        return
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and _is_postgres(int(entry.name)) and _works_in(int(entry.name), data):
            _send(int(entry.name), signal_number)


def _is_postgres(pid: int) -> bool:
    try:
        name, rest = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(")", 1)
    except (OSError, IndexError):
        return False
    return name == "postgres" and rest.split()[0] not in ("Z", "X")


def _works_in(pid: int, data: Path, *, unknown: bool = False) -> bool:
    # Every process of a server works in its data folder. Some containers hide the folder even from root.
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data
    except PermissionError:
        return unknown
    except OSError:
        return False


def _is_postgres_by_ps(pid: int) -> bool:
    result = subprocess.run(["ps", "-p", str(pid), "-o", "state=,comm="], capture_output=True, text=True, check=False)
    words = result.stdout.split(maxsplit=1)
    return len(words) == 2 and not words[0].startswith("Z") and "postgres" in words[1]


def _send(pid: int, signal_number: signal.Signals) -> None:
    try:
        os.kill(pid, signal_number)
    except ProcessLookupError:
        pass
