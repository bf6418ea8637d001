"""Acts that are parts of another act."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
Result = TypeVar("Result")


def part_of_an_act(work: Callable[P, Result]) -> Callable[P, Result]:
    """Declare that `work` writes in the transaction of the act that calls it, and stands or falls with that act.

    What is raised in it undoes the whole act, even where the caller goes on. Raises `RuntimeError` outside a
    transaction. An act that somebody may do alone, or may fail to do and go on, is `@transaction.atomic` instead.
    """

    @functools.wraps(work)
    def within(*args: P.args, **kwargs: P.kwargs) -> Result:
        if not connection.in_atomic_block:
            raise RuntimeError(f"{work.__name__} is a part of an act, and was called outside a transaction")
        with transaction.atomic(savepoint=False):
            return work(*args, **kwargs)

    return within
