"""How passwords are kept."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import argon2
from django.contrib.auth.hashers import Argon2PasswordHasher

LESS_URGENT = 10  # as `nice` has it: a tenth of the computing while there is other work, all of it otherwise


class Argon2(Argon2PasswordHasher):
    """Argon2id with OWASP's parameters for 19 MiB, and few hashes at once in a process: one for every two cores.

    `cmecf serve` begins two processes, which together can keep every core busy and no more. A burst of sign-ins waits
    its turn some milliseconds each, instead of taking all memory and the time of whoever reads a page.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    places = max(1, len(os.sched_getaffinity(0)) // 2)
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
        return computing().submit(super().encode, password, salt).result()

    def verify(self, password: str, encoded: str) -> bool:
        """Whether `password` is the one that was hashed."""
        return computing().submit(super().verify, password, encoded).result()


@cache
def computing() -> ThreadPoolExecutor:
    """The threads in which this process computes hashes."""
    return ThreadPoolExecutor(Argon2.places, thread_name_prefix="hash", initializer=_give_way)


os.register_at_fork(after_in_child=computing.cache_clear)


def _give_way() -> None:
    """Have the computing of a new thread count as less urgent; Linux sets that for each thread by itself."""
    if Argon2.gives_way:
        me = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, me, max(LESS_URGENT, os.getpriority(os.PRIO_PROCESS, me)))
