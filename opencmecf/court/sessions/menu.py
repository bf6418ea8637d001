"""The classic menu bar, by permission (L4, L11)."""

from __future__ import annotations

from opencmecf.court.profile.queries import HostedCourt
from opencmecf.foundation.access import Actor, Permission, Role
from opencmecf.foundation.ui.frame import MenuItem

LOG_OUT_URL = "/cgi-bin/login.pl?logout"  # wire contract 0, rules 2 and 3: on every page of somebody signed in


def menu_of(court: HostedCourt, actor: Actor) -> tuple[MenuItem, ...]:
    """The items that `actor` may open, in the classic order."""
    if actor.is_anonymous:
        return (MenuItem("Help", "/help/"), MenuItem("Log In", "/cgi-bin/login.pl"))
    views = actor.may(Permission.CASE_QUERY) or Role.COURT_LOGIN in actor.roles
    files = actor.may(Permission.DOCUMENT_FILE) and not court.settings.is_archive
    items = [
        *((menu.label, f"/{menu.slug}", files) for menu in court.kind.filing_menus),
        ("Query", "/cgi-bin/iquery.pl", views),
        ("Reports", "/cgi-bin/DisplayMenu.pl?Reports", views),
        ("Utilities", "/cgi-bin/DisplayMenu.pl?Utilities", actor.may(Permission.UTILITIES_OPEN)),
        ("Search", "/search", actor.may(Permission.SEARCH_RUN)),
        ("Help", "/help/", True),
        ("Log Out", LOG_OUT_URL, True),
    ]
    return tuple(MenuItem(label, url) for label, url, shown in items if shown)
