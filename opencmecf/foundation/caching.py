"""Pages of one person are kept by nobody: neither by a cache on the way nor by the browser for the next one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

KEPT_BY_NOBODY = "max-age=0, no-cache, no-store, must-revalidate, private"


def never_cache(view: View) -> View:
    """Have nobody keep the answers of `view`, as Django's decorator of this name has it.

    That one composes the header anew from its parts for each answer, and adds `Expires` for caches of the last century.
    """

    @functools.wraps(view)
    def uncached(*args: object, **kwargs: object) -> HttpResponseBase:
        answer = view(*args, **kwargs)
        answer.headers["Cache-Control"] = KEPT_BY_NOBODY
        return answer

    return uncached  # type: ignore[return-value]
