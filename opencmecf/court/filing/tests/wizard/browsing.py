"""Going through the steps of a filing in a browser."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from opencmecf.court.cases.models import Case
from opencmecf.testing.people import Browser


def pdf(name: str = "motion.pdf") -> SimpleUploadedFile:
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(written)
    return SimpleUploadedFile(name, written.getvalue(), "application/pdf")


def begin(browser: Browser, category: str, *events: str, menu: str = "civil") -> Any:
    return browser.post(f"/{menu}/{category}", {"event": list(events)})


def step_of(page: Any) -> str:
    return str(page.request["PATH_INFO"]).rpartition("/")[2]


def send(browser: Browser, page: Any, **fields: Any) -> Any:
    """Send the form of a step; `page` is where it stands."""
    data = {"revision": page.context["draft"].revision, "button": "next", **fields}
    return browser.post(page.request["PATH_INFO"], data)


def party(case: Case, place: int) -> str:
    return f"{case.pk}:{case.parties.order_by('order')[place].pk}"


def entry(case: Case, number: str) -> str:
    return f"{case.pk}:{case.entries.get(number=number).pk}"
