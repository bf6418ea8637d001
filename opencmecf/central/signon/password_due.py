"""The page between signing in and going on, for a password that has to be changed by the calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from opencmecf.central.accounts import password_age
from opencmecf.central.accounts.password_age import Due
from opencmecf.central.signon import paths
from opencmecf.central.signon.models import Session
from opencmecf.foundation.access import Opening, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.password_rules import password_rule
from opencmecf.foundation.sites import SiteKind, site_of

PATH = "/csologin/password-due"


@door(Opening.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_due(request: HttpRequest) -> HttpResponse:
    """Asks to change the password now, or to put it off while that is still allowed."""
    session: Session = request.sign_on_session  # type: ignore[attr-defined]
    asked = request.POST.get("next") or request.GET.get("next") or ""
    onward = asked if asked.startswith(paths.AFTER_LOGIN) else ""
    if request.method == "POST":
        password_age.put_off(account=session.account, session_id=str(session.pk), actor=actor_of(request))
    if password_age.due_of(session.account, str(session.pk)) is Due.NOTHING:
        return HttpResponseRedirect(onward) if onward else redirect("home")
    life = password_rule().life
    page = {
        "next": onward,
        "left": password_age.times_left(session.account),
        "days": life.days if life else 0,
        "change_url": site_of(request).names.url(SiteKind.PACER, "/manage/password"),
    }
    return render(request, "signon/password_due.html", page)


def stands_between(session: Session, client_id: str) -> bool:
    """Whether a site gets no answer yet; the accounts site does, for there the password is changed."""
    if client_id == SiteKind.PACER.value:
        return False
    return password_age.due_of(session.account, str(session.pk)) is not Due.NOTHING
