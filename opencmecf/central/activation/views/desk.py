"""The service center's desk: printing the letters that wait, and noting that they are in the mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opencmecf.central.activation import actions, queries
from opencmecf.central.activation.letter_pdf import letters_pdf
from opencmecf.foundation import clock
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.ui.frame import frame_of
from opencmecf.foundation.ui.paging import page_of

DONE = {
    "made": "The letters are gathered. Print them, put them into the mail, then mark them as sent.",
    "sent": "The letters are marked as sent. Their tokens are good for sixty days from now.",
}


@door(Permission.LETTER_SEND)
@never_cache
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The letters that wait, and the batches that were printed."""
    actor = actor_of(request)
    page = {
        "section": "Service Center",
        "trail": [("Find a person", reverse("desk"))],
        "waiting": page_of(queries.waiting_letters(actor), request),
        "batches": queries.batches(actor)[:20],
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "activation/desk_letters.html", page)


@door(Permission.LETTER_SEND, fresh=True)
@never_cache
@require_POST
def make_batch(request: HttpRequest) -> HttpResponse:
    """Gather the letters that wait into a batch."""
    actions.make_batch(actor=actor_of(request))
    return redirect(reverse("desk-letters") + "?done=made")


@door(Permission.LETTER_SEND, fresh=True)
@never_cache
@require_safe
def print_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The letters of a batch as a PDF. Who has had it is recorded, since it holds the tokens."""
    actor = actor_of(request)
    batch = queries.batch(batch_id, actor)
    found = queries.letters_to_print(batch, actor)
    if not found:
        raise Refused("There is nothing left to print in this batch.", "Its letters are sent, used or void.")
    actions.note_print(batch=batch, count=len(found), actor=actor)
    pdf = letters_pdf(found, day=frame_of(request).local_time(clock.now()).date())
    name = f'inline; filename="letters-{batch.pk}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


@door(Permission.LETTER_SEND)
@never_cache
@require_POST
def mark_sent(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Note that the letters of a batch are in the mail."""
    actor = actor_of(request)
    actions.mark_sent(batch=queries.batch(batch_id, actor), actor=actor)
    return redirect(reverse("desk-letters") + "?done=sent")
