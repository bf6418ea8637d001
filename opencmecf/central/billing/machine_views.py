"""Where courts tell of their charges; at the login site, beside the court register."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from opencmecf.central.billing import actions, rules
from opencmecf.central.signon.machine_views import court_actor, facts_of, for_our_clients
from opencmecf.central.signon.models import Client
from opencmecf.foundation.access import Opening, door


@door(Opening.MACHINE)
@require_http_methods(["PUT"])
@for_our_clients
def charges(request: HttpRequest, *, client: Client, court_id: str) -> HttpResponse:
    """A court tells of charges that it has made; each may be told more than once."""
    if client.court_id != court_id:
        return HttpResponse(status=403)
    told = rules.charges_in(facts_of(request))
    actions.record_charges(court_id=court_id, charges=told, actor=court_actor(court_id))
    return HttpResponse(status=204)
