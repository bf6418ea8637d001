"""Where the tasks are done that the help pages speak of."""

from __future__ import annotations

from opencmecf.foundation.sites.names import Site, SiteKind

# Paths at the accounts site and at a court. A site that is not within reach has an empty link.
_ACCOUNTS = {"register": "/register", "manage": "/manage"}
_COURT = {
    "court_sign_on": "/cgi-bin/login.pl",
    "forgot_login": "/forgot-login",
    "link_account": "/utilities/link-account",
}


def task_links(site: Site | None) -> dict[str, str]:
    """The URL of each task as seen from `site`; empty for a task that has no page within reach."""
    accounts = {name: _url(site, SiteKind.PACER, path) for name, path in _ACCOUNTS.items()}
    at_court = site is not None and site.kind is SiteKind.COURT
    court = {name: path if at_court else "" for name, path in _COURT.items()}
    return {**accounts, **court, "sign_on": _sign_on(site), "case_locator": _url(site, SiteKind.PCL, "/")}


def _sign_on(site: Site | None) -> str:
    """A court's own way in at a court, Central Sign-On elsewhere."""
    if site is not None and site.kind is SiteKind.COURT:
        return _COURT["court_sign_on"]
    return _url(site, SiteKind.LOGIN, "/")


def _url(site: Site | None, kind: SiteKind, path: str) -> str:
    if site is None or not site.names.has(kind):
        return ""
    return site.names.url(kind, path)
