from __future__ import annotations

import multiprocessing
import os
import re
import threading
from contextlib import ExitStack
from typing import Protocol

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password

from opencmecf.foundation.passwords import PLACES, Argon2, computing
from opencmecf.foundation.urgency import LESS_URGENT


def test_a_password_is_kept_as_argon2id_with_the_parameters_of_the_house() -> None:
    kept = make_password("correct-horse-battery-staple")
    assert re.match(r"argon2\$argon2id\$v=19\$m=19456,t=2,p=1\$", kept)


def test_the_right_password_opens_and_a_wrong_one_does_not() -> None:
    kept = make_password("correct-horse-battery-staple")
    assert check_password("correct-horse-battery-staple", kept)
    assert not check_password("Correct-horse-battery-staple", kept)
    assert not check_password("", kept)


def test_a_hash_with_weaker_parameters_is_made_anew_at_the_next_sign_in() -> None:
    class Weaker(Argon2):
        memory_cost = 8 * 1024

    weaker = Weaker().encode("correct-horse-battery-staple", "salt-of-sixteen-")
    kept: list[str] = []

    def keep(password: str) -> None:
        kept.append(make_password(password))

    assert check_password("correct-horse-battery-staple", weaker, keep)
    assert len(kept) == 1
    assert not identify_hasher(kept[0]).must_update(kept[0])


class Signal(Protocol):
    """An event of threads or of processes."""

    def set(self) -> None: ...


def hash_one_more(done: Signal) -> None:
    make_password("one too many")
    done.set()


def test_no_more_hashes_are_made_at_once_than_there_are_places() -> None:
    free, done = threading.Event(), threading.Event()
    places = [computing().submit(free.wait, 30) for _ in range(Argon2.places)]
    waiting = threading.Thread(target=hash_one_more, args=[done])
    waiting.start()
    try:
        assert not done.wait(0.2)
    finally:
        free.set()
    waiting.join(30)
    assert done.is_set()
    assert all(place.result() for place in places)


def test_processes_of_one_server_share_the_places() -> None:
    forked = multiprocessing.get_context("fork")
    done = forked.Event()
    waiting = forked.Process(target=hash_one_more, args=[done])
    with ExitStack() as every_place:
        for place in range(Argon2.places):
            every_place.enter_context(PLACES.held(place))
        waiting.start()
        assert not done.wait(0.3)
    assert done.wait(30)
    waiting.join(30)


def test_a_web_server_lets_its_hashes_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def urgency() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    ours = urgency()
    for gives_way, wanted in ((True, max(ours, LESS_URGENT)), (False, ours)):
        monkeypatch.setattr(Argon2, "gives_way", gives_way)
        computing.cache_clear()
        assert computing().submit(urgency).result() == wanted
    assert urgency() == ours
