"""The demonstration's front door and its mailbox."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.demo import mails, people
from opencmecf.foundation.access import Opening, door
from opencmecf.foundation.caching import never_cache


@door(Opening.PUBLIC)
@never_cache
@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Every site and every person of the demonstration, with what each can try."""
    return render(request, "demo/front_door.html", {"demo": people.describe()})


@door(Opening.PUBLIC)
@never_cache
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every mail that the system has sent."""
    to = request.GET.get("to", "")
    return render(request, "demo/mail_list.html", {"mails": mails.mails(to), "to": to})


@door(Opening.PUBLIC)
@never_cache
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail, its links working."""
    found = mails.mail(key)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": found, "trail": [("All mail", "/")]})
