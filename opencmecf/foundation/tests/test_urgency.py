from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import pytest

from opencmecf.foundation.urgency import GROUP, LESS_URGENT, let_process_give_way, let_thread_give_way

forked = multiprocessing.get_context("fork")

Found = TypeVar("Found")


def test_a_thread_gives_way_and_the_others_do_not() -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(let_thread_give_way).result()
        assert pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result() == LESS_URGENT
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_a_process_gives_way_on_one_core_for_each_place() -> None:
    cores = sorted(os.sched_getaffinity(0))
    for place in range(2 * len(cores)):
        urgency, on = _in_a_process(partial(let_process_give_way, place), _urgency_and_cores)
        assert (urgency, on) == (LESS_URGENT, {cores[-1 - place % len(cores)]})


def test_a_process_gives_way_to_other_sessions_too() -> None:
    if not GROUP.exists():
        pytest.skip("this kernel makes no groups of sessions")
    ours = GROUP.read_text()
    assert _in_a_process(partial(let_process_give_way, 0), GROUP.read_text).split()[1:] == ["nice", str(LESS_URGENT)]
    assert GROUP.read_text() == ours


def _urgency_and_cores() -> tuple[int, set[int]]:
    return os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0)


def _in_a_process(begin: Callable[[], object], look: Callable[[], Found]) -> Found:
    """What `look` finds in a process of its own, after `begin`."""
    tells, told = forked.Pipe()

    def run() -> None:
        begin()
        told.send(look())

    process = forked.Process(target=run)
    process.start()
    found: Found = tells.recv()
    process.join()
    return found
