"""The way back from the pages about one entry."""

from __future__ import annotations

from django.urls import reverse

from opencmecf.court.docket.models import DocketEntry

TO_AN_ENTRY = (("Correct an Entry", "/clerk/entries"),)


def name_of(entry: DocketEntry) -> str:
    """What its page is called: "Entry 12"."""
    return f"Entry {entry.number or 'without a number'}"


def trail_through(entry: DocketEntry) -> tuple[tuple[str, str], ...]:
    """The trail of a page below the page of `entry`."""
    return (*TO_AN_ENTRY, (name_of(entry), reverse("clerk-entry", args=[entry.pk])))
