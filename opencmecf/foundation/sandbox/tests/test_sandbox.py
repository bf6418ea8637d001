"""What happens in the sandbox stays there."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from opencmecf.foundation.sandbox import Failure, Limits, Sandbox, WorkFailed

SHORT = Limits(processor_seconds=1, seconds=1.5)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox whose work misbehaves."""
    made = Sandbox("opencmecf.foundation.sandbox.tests.work")
    yield made
    made.stop()


@pytest.fixture
def file() -> Iterator[BinaryIO]:
    """A file, as another process would hand it over: for reading alone."""
    with tempfile.NamedTemporaryFile() as written:
        written.write(b"hello")
        written.flush()
        with Path(written.name).open("rb") as opened:
            yield opened


def test_work_reads_the_file_that_it_was_handed(sandbox: Sandbox, file: BinaryIO) -> None:
    assert sandbox.run("length", files=[file]) == 5


def test_work_writes_the_file_that_it_was_handed(sandbox: Sandbox, file: BinaryIO) -> None:
    with tempfile.TemporaryFile() as target:
        sandbox.run("write", files=[file, target])
        target.seek(0)
        assert target.read() == b"HELLO"


def test_nothing_else_can_be_reached(sandbox: Sandbox, file: BinaryIO) -> None:
    assert sandbox.run("forbidden", files=[file]) == []


def test_no_secret_of_ours_is_there(sandbox: Sandbox, file: BinaryIO) -> None:
    assert "DATABASE_URL" in os.environ
    assert set(sandbox.run("environment", files=[file])) <= {
        "LC_ALL",
        "LC_CTYPE",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPATH",
    }


def test_only_the_answer_and_the_file_are_open(sandbox: Sandbox, file: BinaryIO) -> None:
    assert sandbox.run("descriptors", files=[file]) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("work", "failure"),
    [
        ("spin", Failure.TIME),
        ("sleep", Failure.TIME),
        ("fill_memory", Failure.MEMORY),
        ("fault", Failure.CRASH),
        ("talk", Failure.CRASH),
    ],
)
def test_work_that_overruns_or_breaks_is_ended_and_told(
    work: str, failure: Failure, sandbox: Sandbox, file: BinaryIO
) -> None:
    began = time.monotonic()
    with pytest.raises(WorkFailed) as failed:
        sandbox.run(work, files=[file], limits=SHORT)
    assert failed.value.failure is failure
    assert time.monotonic() - began < 10
    assert sandbox.run("length", files=[file]) == 5, "the next one begins untouched"


def test_a_server_that_was_killed_is_started_again(sandbox: Sandbox, file: BinaryIO) -> None:
    sandbox.start()
    assert sandbox.pid is not None
    os.kill(sandbox.pid, signal.SIGKILL)
    assert sandbox.run("length", files=[file]) == 5


def test_threads_share_a_sandbox(sandbox: Sandbox, file: BinaryIO) -> None:
    answers: list[Any] = []

    def ask() -> None:
        # Each opens its own: what is handed over shares its place in the file with what stays here.
        with Path(file.name).open("rb") as opened:
            answers.append(sandbox.run("length", files=[opened]))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [5] * 8
