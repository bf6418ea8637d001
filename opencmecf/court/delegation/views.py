"""Utilities: staff who file for an attorney, from either side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opencmecf.court.delegation import actions, queries
from opencmecf.court.delegation.forms import OfferForm
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Actor, Opening, Permission, Role, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.relying_party import SignOnFailed
from opencmecf.foundation.relying_party.client import DELEGATIONS_EVENT

DONE = {
    "offered": "The offer is made, and the person was written to. It counts once it is accepted.",
    "accepted": "You file for the attorney from now on. Choose what you file from the menu bar.",
    "declined": "You have declined. The attorney was written to.",
    "ended": "It is ended, at once. Both of you were written to.",
}


@door(Permission.UTILITIES_OPEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Whom one lets file, and for whom one files; a POST makes an offer."""
    actor = actor_of(request)
    form = OfferForm(request.POST or None, filing_menus=court_of(request).kind.filing_menus)
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "may_submit": form.cleaned_data["may_submit"] == "yes"}
        if form.carry_out(lambda: actions.offer(**told, actor=actor)):
            return _back("offered")
    page = {
        "form": form,
        "may_grant": _may_grant(actor),
        "given": queries.given_by(actor),
        "held": queries.held_by(actor),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "section": "Utilities",
        "here": "Staff and Filing for Others",
    }
    return render(request, "delegation/delegations.html", page)


@door(Permission.UTILITIES_OPEN)
@require_POST
def accept(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Take up an offer."""
    actor = actor_of(request)
    actions.accept(delegation=queries.delegation(delegation_id, actor), actor=actor)
    return _back("accepted")


@door(Permission.UTILITIES_OPEN)
@require_POST
def decline(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Say no to an offer."""
    actor = actor_of(request)
    actions.decline(delegation=queries.delegation(delegation_id, actor), actor=actor)
    return _back("declined")


@door(Permission.UTILITIES_OPEN)
@require_POST
def end(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End a delegation, or take an offer back."""
    actor = actor_of(request)
    actions.end(delegation=queries.delegation(delegation_id, actor), actor=actor)
    return _back("ended")


@door(Opening.MACHINE)
@never_cache
@require_POST
def asked(request: HttpRequest) -> HttpResponse:
    """Central Sign-On asks for Manage My Account who files for whom here, with a token that names the person."""
    court = court_of(request)
    try:
        claims, _ = court.relying_party().read_event_token(request.body.decode(errors="replace"), DELEGATIONS_EVENT)
    except SignOnFailed as failed:
        return JsonResponse({"err": "invalid_request", "description": str(failed)}, status=400)
    return JsonResponse(queries.told_to_centre(claims["sub"], court_id=court.court_id))


def _may_grant(actor: Actor) -> bool:
    if Role.FILER not in actor.roles or not actor.court_account_id:
        return False
    account = CourtAccount.objects.visible_to(actor).filter(pk=actor.court_account_id).first()
    return account is not None and not account.is_agent


def _back(done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('delegations')}?done={done}")
