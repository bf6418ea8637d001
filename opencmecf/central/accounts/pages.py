"""The frame of the pages of Manage My Account, whichever room they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

SECTION = "Manage My Account"


def manage_page(
    request: HttpRequest,
    template: str,
    page: Mapping[str, Any],
    *,
    beyond: Iterable[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """A page under Manage My Account; `beyond` has label and path of each page that lies between the two."""
    trail = [(SECTION, reverse("manage")), *beyond]
    return render(request, template, {"section": SECTION, "trail": trail, **page}, status=status)
