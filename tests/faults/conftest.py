"""A demonstration that is made to suffer. After each test everything must be as it has to be."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from letters import ask_for_username, mail_jobs

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import DemoPerson, RunningDemo


@pytest.fixture(scope="session")
def suffering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """The demonstration of all fault tests; each uses people and court accounts that the others leave alone."""
    running = RunningDemo(tmp_path_factory.mktemp("faults"))
    yield running
    running.stop()


@pytest.fixture
def demo(suffering: RunningDemo) -> Iterator[RunningDemo]:
    """The demonstration; `cmecf check` must find nothing afterwards."""
    yield suffering
    suffering.check()


@pytest.fixture(scope="session", autouse=True)
def addressee(suffering: RunningDemo) -> DemoPerson:
    """Whose mail a worker had in its hands when it was killed.

    That is done before all other tests, since the mail is taken up again only after half a minute.
    """
    person, receiver = suffering.people["carla"], suffering.process_of("mail").pid
    os.kill(receiver, signal.SIGSTOP)  # it does not answer, so that the worker is killed in the middle of sending
    try:
        ask_for_username(suffering, person)
        wait_until(lambda: mail_jobs(suffering, "doing") > 0, 10)
        suffering.kill("worker")
    finally:
        os.kill(receiver, signal.SIGCONT)
    return person
