"""No form is lost to a session that has ended: it is kept, its sender signs in, and sends it once more."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, UnreadablePostError
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect

from opencmecf.foundation.access import Actor
from opencmecf.foundation.access.doors import door_of
from opencmecf.foundation.errors import SignInRequired
from opencmecf.foundation.sites import page_before, site_of
from opencmecf.foundation.storage.arrivals import announced_length
from opencmecf.foundation.unsent import actions, rules
from opencmecf.foundation.unsent.browser import mark, marks_of

LONGEST_BODY = 64 * 1024**2  # bytes; of a longer one, which is all files, nothing is read


class UnsentFormMiddleware:
    """Keeps forms that need somebody who has signed in, and says to `page_wanted` where to come back to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and request.method == "GET" and "again" in request.GET:
            return HttpResponseRedirect("/")  # the way back from signing in to a button whose page is not known
        actor: Actor | None = getattr(request, "actor", None)
        is_page = not 300 <= answer.status_code < 400  # no form is sent from where nothing was shown
        if is_page and actor is not None and not actor.is_anonymous and not actor.by_program:
            mark(request, answer, actor)
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Keep the form before the middleware of the site sends its sender to sign in."""
        if isinstance(error, SignInRequired):
            keep(request)


def keep(request: HttpRequest) -> None:
    """Keep a form that was sent too late, if a person sent it and has typed something.

    It is not kept without the proof that one of our own pages sent it, nor for a browser where nobody had signed in.
    """
    known = marks_of(request)
    if request.method != "POST" or not known or not _is_of_a_page(request):
        return
    try:
        sent = _sent(request)
    except (SuspiciousOperation, UnreadablePostError):
        return
    if sent is not None and rules.is_worth_keeping(sent.fields):
        kept = actions.keep_form(sent=sent, mark=known[0], site=site_of(request).label)
        request.shown_again_at = reverse("unsent-form", args=[kept])  # type: ignore[attr-defined]


def _is_of_a_page(request: HttpRequest) -> bool:
    """Whether the browser shows the answer; scripts that save a draft or ask for a passkey show none."""
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _sent(request: HttpRequest) -> rules.Sent | None:
    with_files = request.resolver_match is not None and door_of(request.resolver_match.func).files
    if with_files and (announced_length(request) > LONGEST_BODY or not _has_token(request)):
        return None
    fields = rules.kept_fields(request.POST.lists())
    lacks = with_files or any(rules.is_secret(name) for name in request.POST)
    return rules.Sent(request.get_full_path(), page_before(request), fields, lacks)


def _has_token(request: HttpRequest) -> bool:
    """Whether a form with files comes from a page of ours; of the others, Django has looked before."""
    return csrf_protect(lambda _: HttpResponse(status=204))(request).status_code == 204
