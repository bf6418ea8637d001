"""The service center's desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.foundation.access import Permission, door


@door(Permission.EXEMPTION_GRANT)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What the service center can do for the holder of an account."""
    return render(request, "accounts/desk.html", {"section": "Service Center"})
