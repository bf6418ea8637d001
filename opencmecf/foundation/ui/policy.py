"""The Content-Security-Policy of every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase


class PolicyMiddleware(CSPMiddleware):  # type: ignore[misc]
    """django-csp, which composes the policy anew for each answer; here each is composed once.

    An answer may add to directives by `_csp_update`, as those with a form do that leads to another of our sites. One
    that asks for something else of its own, by django-csp's other attributes or a nonce, is left to django-csp.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Offer no nonce: no page here has an inline script or style."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """`response` with its policy."""
        own = {name for name in vars(response) if name.startswith("_csp")}
        if own - {"_csp_update"}:
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        added: Mapping[str, Sequence[str]] = getattr(response, "_csp_update", {})
        response.headers.setdefault(HEADER, _policy(*((name, *sources) for name, sources in added.items())))
        return response


@lru_cache(maxsize=256)
def _policy(*added: tuple[str, ...]) -> str:
    """The policy with `added`: a directive and its further sources each."""
    policy: str = build_policy(update={name: list(sources) for name, *sources in added})
    return policy
