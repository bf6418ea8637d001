"""Links in mails, which are read far from any request."""

from __future__ import annotations

from django.conf import settings

from opencmecf.foundation.sites import SiteKind


def to(path: str) -> str:
    """The absolute URL of `path` at the accounts site, under the deployment's canonical name.

    Never under the name of the request at hand, which whoever sends it may choose.
    """
    url: str = settings.SITE_NAMES[0].url(SiteKind.PACER, path)
    return url


def service_center() -> str:
    """The telephone number of the PACER Service Center, "" where the deployment names none."""
    telephone: str = settings.SERVICE_CENTER_TELEPHONE
    return telephone
