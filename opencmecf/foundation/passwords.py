"""How passwords are kept."""

from __future__ import annotations

import os
import threading
from typing import Any

import argon2
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with OWASP's parameters for 19 MiB, and few hashes at once in a process: one for every two cores.

    `cmecf serve` begins two processes, which together can keep every core busy and no more. A burst of sign-ins waits
    its turn some milliseconds each, instead of taking all memory and the time of whoever reads a page.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    places = max(1, len(os.sched_getaffinity(0)) // 2)
    _free_places = threading.BoundedSemaphore(places)

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
        with self._free_places:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether `password` is the one that was hashed."""
        with self._free_places:
            return super().verify(password, encoded)
