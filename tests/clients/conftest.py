"""A running demonstration, and the transport that brings an unmodified PACER program to it."""

from __future__ import annotations

import asyncio
import importlib.util
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from juriscraper.pacer.http import PacerSession

from opencmecf.testing.running import CHECKOUT, RunningDemo

TOOLS = Path(os.environ.get("COURT_TOOLS", CHECKOUT.parent / "shared" / "tools"))
TRANSPORT = TOOLS / "pacer_transport.py"
LOGIN_HOST = "pacer.login.uscourts.gov"

Visit = Callable[[PacerSession], Awaitable[Any]]
Run = Callable[..., Any]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """The demonstration that every program here talks to."""
    running = RunningDemo(tmp_path_factory.mktemp("demo"))
    yield running
    running.check()
    running.stop()


@pytest.fixture(scope="session")
def to_this_machine() -> Callable[..., Any]:
    """`LocalTransport(port=…)`: the last hop goes to this machine, and the program notices nothing."""
    if not TRANSPORT.exists():
        pytest.skip(f"NO {TRANSPORT}: NO PACER PROGRAM WAS RUN. Set COURT_TOOLS to the folder that holds it.")
    found = importlib.util.spec_from_file_location("pacer_transport", TRANSPORT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    transport: Callable[..., Any] = module.LocalTransport
    return transport


@pytest.fixture
def login_host(demo: RunningDemo) -> Iterator[httpx.Client]:
    """What a program without a library of its own uses: plain HTTP to the login site by the name it has built in."""
    headers = {"Host": LOGIN_HOST, "X-Forwarded-Proto": "https"}
    with httpx.Client(base_url=f"http://127.0.0.1:{demo.port}", headers=headers, timeout=30) as client:
        yield client


@pytest.fixture
def run(demo: RunningDemo, to_this_machine: Callable[..., Any]) -> Run:
    """A function that gives a new session of somebody to `visit` and returns what that returns."""

    def visited(visit: Visit, username: str = "", password: str = "", **options: str) -> Any:
        password = password or (demo.people[username].password if username else "")

        async def session() -> Any:
            transport = to_this_machine(port=demo.port)
            async with PacerSession(
                username=username or None, password=password or None, transport=transport, **options
            ) as pacer:
                return await visit(pacer)

        return asyncio.run(session())

    return visited
