"""More User Information: the filing agents of a filer, finding one, and ending what one may do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.agents import actions, queries
from opencmecf.court.agents.forms import FindAgentForm
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

HERE = "Filing agents"
TRAIL = (("Maintain Your ECF Account", "/utilities/account"),)
DONE = {"selected": "The filing agent has been selected, and both of you have been written to.", "ended": "Ended."}


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def agents(request: HttpRequest) -> HttpResponse:
    """Whom the filer has named, “Find Filing Agent”, and for whom an agent files."""
    actor = actor_of(request)
    account = queries.own_account(actor)
    form = FindAgentForm(request.GET if "q" in request.GET else None)
    given = list(queries.agencies_given(account))
    page = {
        "account": account,
        "form": form,
        "found": queries.agents_found(form.cleaned_data["q"], actor=actor) if form.is_valid() else None,
        "given": given,
        "selected": [one.agent_id for one in given],
        "principals": queries.principals_of(account),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "section": "Utilities",
        "trail": TRAIL,
        "here": HERE,
    }
    return render(request, "agents/agents.html", page)


@door(Permission.DOCUMENT_FILE)
@require_POST
def select(request: HttpRequest, account_id: int) -> HttpResponse:
    """Name somebody who was found as filing agent."""
    actor = actor_of(request)
    actions.begin_agency(agent=queries.agent(account_id, actor=actor), actor=actor)
    return HttpResponseRedirect(f"{reverse('filing-agents')}?done=selected")


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, agency_id: int) -> HttpResponse:
    """End it, after asking."""
    actor = actor_of(request)
    agency = queries.agency(agency_id, actor=actor)
    if request.method == "POST":
        actions.end_agency(agency=agency, actor=actor)
        return HttpResponseRedirect(f"{reverse('filing-agents')}?done=ended")
    trail = (*TRAIL, (HERE, reverse("filing-agents")))
    return render(request, "agents/end.html", {"agency": agency, "section": "Utilities", "trail": trail, "here": "End"})
