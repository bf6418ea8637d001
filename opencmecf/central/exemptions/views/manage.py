"""Manage My Account: the holder's exemptions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.exemptions import queries
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def exemptions(request: HttpRequest) -> HttpResponse:
    """What the account is exempt for, where and until when."""
    actor = actor_of(request)
    page = {
        "grants": queries.grants_of(accounts.own(actor), actor),
    }
    return manage_page(request, "exemptions/exemptions.html", page)
