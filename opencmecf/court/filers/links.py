"""Links in mails, which are read far from any request."""

from __future__ import annotations

from django.conf import settings

from opencmecf.foundation.sites import SiteKind


def to(court_id: str, path: str) -> str:
    """The absolute URL of `path` at a court, under the deployment's canonical name."""
    url: str = settings.SITE_NAMES[0].url(SiteKind.COURT, path, court=court_id)
    return url
