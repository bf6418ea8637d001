"""The page that shows a form once more."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.foundation.access import Opening, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.unsent import queries, rules
from opencmecf.foundation.unsent.browser import marks_of
from opencmecf.foundation.unsent.labels import labels_at


@door(Opening.SIGNED_IN)
@never_cache
@require_safe
def unsent_form(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """What somebody sent after the session had ended, to be looked at and sent once more."""
    try:
        sent = queries.form_for(actor_of(request), form_id, marks=marks_of(request))
    except NotFound:
        return render(request, "unsent/gone.html", status=404)
    labels = labels_at(sent.path, urlconf=request.urlconf)  # type: ignore[attr-defined] # set by the middleware of sites
    return render(request, "unsent/form.html", {"sent": sent, "typed": rules.in_words(sent.fields, labels)})
