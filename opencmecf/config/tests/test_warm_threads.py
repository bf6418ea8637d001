from __future__ import annotations

import threading

import pytest

from opencmecf.config.warm_threads import WarmThreads

SECONDS = 30


def test_the_thread_that_was_busy_last_comes_first() -> None:
    threads = WarmThreads(3)
    together = threading.Barrier(3)
    first, second, third = (threads.submit(together.wait) for _ in range(3))
    for begun in (first, second, third):
        begun.result(SECONDS)
    answered_by = set()
    for _ in range(10):
        assert _all_are_idle(threads, 3)
        answered_by.add(threads.submit(threading.get_ident).result(SECONDS))
    assert len(answered_by) == 1


def test_more_than_there_are_threads_for_wait_in_order() -> None:
    threads = WarmThreads(1)
    go_on = threading.Event()
    held_up = threads.submit(go_on.wait, SECONDS)
    done: list[int] = []
    waiting = [threads.submit(done.append, number) for number in range(5)]
    assert done == []
    go_on.set()
    assert held_up.result(SECONDS)
    for one in waiting:
        one.result(SECONDS)
    assert done == list(range(5))


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(1)])
def test_what_is_raised_is_told_and_the_thread_goes_on(error: BaseException) -> None:
    def fail() -> None:
        raise error

    threads = WarmThreads(1)
    with pytest.raises(type(error)):
        threads.submit(fail).result(SECONDS)
    assert threads.submit(lambda: "well").result(SECONDS) == "well"


def _all_are_idle(threads: WarmThreads, count: int) -> bool:
    """Wait until `count` threads have nothing to do: each tells its result a moment before."""
    pause = threading.Event()
    for _ in range(100 * SECONDS):
        if len(threads._idle) == count:
            return True
        pause.wait(0.01)
    return False
