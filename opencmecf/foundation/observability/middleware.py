"""Logs with a request id and no personal data, counters for the operators, and a pulse."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from structlog.contextvars import bind_contextvars, reset_contextvars

from opencmecf.foundation.visitor import visitor_of

# Whoever sends a request may invent its method, and each value of a label is kept for as long as the process lives.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD = "other"

log = structlog.get_logger("request")

REQUESTS = Counter("cmecf_requests_total", "Requests answered", ["site", "view", "method", "status"])
SECONDS = Histogram("cmecf_request_seconds", "Time to answer", ["site", "view"])


class RequestLogMiddleware:
    """One log line per request: id, site, view, status and time; never a query string, a name or an address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = uuid.uuid4().hex[:16]
        bound = bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            self._note(request, response, time.perf_counter() - started)
        finally:
            reset_contextvars(**bound)  # to that of the request, if any, within which this one was made
        response["X-Request-ID"] = request_id
        return response

    def _note(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        site = getattr(getattr(request, "site", None), "label", "none")
        view = getattr(request.resolver_match, "view_name", None) or "none"
        method = request.method if request.method in METHODS else OTHER_METHOD
        REQUESTS.labels(site, view, method, response.status_code).inc()
        SECONDS.labels(site, view).observe(seconds)
        log.info(
            "request",
            site=site,
            view=view,
            method=method,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )


class PulseMiddleware:
    """`/healthz` for load balancers, on any host, and `/metrics` for the network named in `METRICS_FROM`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return self._health()
        if request.path == "/metrics" and _may_measure(request):
            return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
        return self.get_response(request)

    def _health(self) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception:
            log.exception("unhealthy")
            return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
        return HttpResponse("ok\n", content_type="text/plain")


def _may_measure(request: HttpRequest) -> bool:
    """Whether the request comes from an operator's machine and not through a proxy that is not told of."""
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META and not settings.TRUSTED_PROXIES
    return not forwarded and visitor_of(request).address in settings.METRICS_FROM
