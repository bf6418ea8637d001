"""What clerks are written about: their own choice, and the court's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from opencmecf.court.desk import actions, queries
from opencmecf.court.desk.forms import ClerkMailForm, TellAtOnceForm
from opencmecf.court.desk.models import ClerkMail
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

HERE = "E-mail about New Requests"


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preference(request: HttpRequest) -> HttpResponse:
    """What the clerk wants to be written about."""
    actor, court = actor_of(request), court_of(request).settings
    form = ClerkMailForm(request.POST or None, initial={"mail": queries.clerk_mail(actor)})
    if request.method == "POST" and form.is_valid():
        actions.choose_clerk_mail(mail=ClerkMail(form.cleaned_data["mail"]), actor=actor)
        return _saved()
    page = {
        "form": form,
        "at_once": court.tells_clerks_at_once,
        "may_set": actor.may(Permission.COURT_CHANGE),
        "saved": "saved" in request.GET,
    }
    return _page(request, "desk/queue_mail.html", page, here=HERE)


@door(Permission.COURT_CHANGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest) -> HttpResponse:
    """Whether the court's clerks are written to at once."""
    court = court_of(request).settings
    form = TellAtOnceForm(request.POST or None, initial={"at_once": "yes" if court.tells_clerks_at_once else "no"})
    if request.method == "POST" and form.is_valid():
        at_once = form.cleaned_data["at_once"] == "yes"
        profile.tell_clerks_at_once(court=court, at_once=at_once, actor=actor_of(request))
        return _saved()
    trail = ((HERE, reverse("queue-mail")),)
    return _page(request, "desk/queue_mail_setting.html", {"form": form, "trail": trail}, here="Setting")


def _saved() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('queue-mail')}?saved")


def _page(request: HttpRequest, template: str, page: dict[str, object], *, here: str) -> HttpResponse:
    return render(request, template, {"section": "Utilities", "here": here, **page})
