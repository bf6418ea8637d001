"""Work that misbehaves, for the tests of the sandbox."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

Files = list[BinaryIO]


def warm_up() -> None:
    """Nothing is left to import."""


def _length(files: Files, arguments: dict[str, Any]) -> int:
    return len(files[0].read())


def _write(files: Files, arguments: dict[str, Any]) -> None:
    files[1].write(files[0].read().upper())


def _spin(files: Files, arguments: dict[str, Any]) -> None:
    while True:
        pass


def _sleep(files: Files, arguments: dict[str, Any]) -> None:
    time.sleep(60)


def _fill_memory(files: Files, arguments: dict[str, Any]) -> int:
    return len(bytearray(4 * 1024**3))


def _fault(files: Files, arguments: dict[str, Any]) -> None:
    ctypes.string_at(0)


def _talk(files: Files, arguments: dict[str, Any]) -> str:
    return "x" * 3_000_000


def _environment(files: Files, arguments: dict[str, Any]) -> list[str]:
    return sorted(os.environ)


def _descriptors(files: Files, arguments: dict[str, Any]) -> list[int]:
    found = []
    for number in range(64):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found


def _forbidden(files: Files, arguments: dict[str, Any]) -> list[str]:
    """Return the names of the things that could be done all the same."""
    attempts: dict[str, Callable[[], Any]] = {
        "read a file": lambda: Path("/etc/hostname").read_text(),
        "write a file": lambda: Path("opencmecf-sandbox").write_text("x"),
        "list a folder": lambda: list(Path("/").iterdir()),
        "open a socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "open a local socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "start a program": lambda: subprocess.run(["/bin/true"], check=True),
        "fork": os.fork,
        "signal": lambda: os.kill(os.getppid(), signal.SIGTERM),
        "write to the file": lambda: os.write(files[0].fileno(), b"x"),
        "widen a limit": lambda: __import__("resource").setrlimit(0, (1, 1)),
    }
    done = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except OSError:
            continue
        except ValueError:
            continue  # setrlimit says so of "not permitted"
        done.append(name)
    return done


WORK = {
    "length": _length,
    "write": _write,
    "spin": _spin,
    "sleep": _sleep,
    "fill_memory": _fill_memory,
    "fault": _fault,
    "talk": _talk,
    "environment": _environment,
    "descriptors": _descriptors,
    "forbidden": _forbidden,
}
