"""The Content-Security-Policy of every answer."""

from __future__ import annotations

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase


class PolicyMiddleware(CSPMiddleware):  # type: ignore[misc]
    """django-csp, which composes the policy anew for each answer; the one that nearly all have is composed once here.

    An answer that asks for something of its own, by django-csp's attributes or a nonce, is left to django-csp.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Offer no nonce: no page here has an inline script or style."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """`response` with its policy."""
        if any(name.startswith("_csp") for name in vars(response)):
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault(HEADER, self._ordinary)
        return response

    @cached_property
    def _ordinary(self) -> str:
        policy: str = build_policy()
        return policy
