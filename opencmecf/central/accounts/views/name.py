"""Manage My Account: the name, and what became of changes at the courts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.central.accounts import actions, queries
from opencmecf.central.accounts.forms import ChangeNameForm
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.contact_changes import queries as contact_changes
from opencmecf.central.directory import queries as directory
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_name(request: HttpRequest) -> HttpResponse:
    """Maintenance: Update Personal Information."""
    account = queries.own(actor_of(request))
    form = ChangeNameForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["current_password"]
        try:
            actions.change_name(account=account, current_password=password, name=form.name(), actor=actor_of(request))
            return redirect(reverse("manage") + "?done=account:name:change")
        except actions.WrongPassword as refused:
            form.refuse(refused, beside="current_password")
        except Refused as refused:
            form.refuse(refused)
    courts = directory.registrations_of(account.number)
    page = {"form": form, "account": account, "courts": courts}
    return manage_page(request, "accounts/change_name.html", page)


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def changes_at_courts(request: HttpRequest) -> HttpResponse:
    """Maintenance: what the courts made of changes of name, address, telephone and e-mail."""
    changes = contact_changes.of_account(queries.own(actor_of(request)).number)
    return manage_page(request, "accounts/changes_at_courts.html", {"changes": changes})
