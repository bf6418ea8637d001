"""How passwords are kept."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import argon2
from django.contrib.auth.hashers import Argon2PasswordHasher

from opencmecf.foundation.places import HALF_OF_THE_CORES, Places
from opencmecf.foundation.urgency import let_thread_give_way

Computed = TypeVar("Computed")


class Argon2(Argon2PasswordHasher):
    """Argon2id with OWASP's parameters for 19 MiB, and few hashes at once: one for every two cores of the machine.

    The processes of a web server share these places. A burst of sign-ins waits its turn some milliseconds each,
    instead of taking all memory and the time of whoever reads a page; half of the cores are left for that.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    places = HALF_OF_THE_CORES
    gives_way = False  # to every other thread of the machine; web servers set it before the first hash

    def params(self) -> Any:
        """The explicit parameters, which a hash stored under older ones is upgraded to at the next sign-in."""
        return argon2.Parameters(
            type=argon2.low_level.Type.ID,
            version=argon2.low_level.ARGON2_VERSION,
            salt_len=16,
            hash_len=32,
            time_cost=self.time_cost,
            memory_cost=self.memory_cost,
            parallelism=self.parallelism,
        )

    def encode(self, password: str, salt: str) -> str:
        """The hash to store."""
        return computing().submit(_in_turn, super().encode, password, salt).result()

    def verify(self, password: str, encoded: str) -> bool:
        """Whether `password` is the one that was hashed."""
        return computing().submit(_in_turn, super().verify, password, encoded).result()


PLACES = Places(Argon2.places)
_thread = threading.local()


@cache
def computing() -> ThreadPoolExecutor:
    """The threads in which this process computes hashes, one for each place."""
    return ThreadPoolExecutor(Argon2.places, "hash", initializer=_begin, initargs=(itertools.count(),))


os.register_at_fork(after_in_child=computing.cache_clear)


def _begin(places: Iterator[int]) -> None:
    """Give a new thread its place; in a web server it is less urgent, which Linux sets for each thread by itself."""
    _thread.place = next(places)
    if Argon2.gives_way:
        let_thread_give_way()


def _in_turn(compute: Callable[..., Computed], *values: Any) -> Computed:
    """What `compute` returns, when no other process computes in this thread's place."""
    with PLACES.held(_thread.place):
        return compute(*values)
