"""Where filers are told of filings, whom a notice reached, and who is served in a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.cases.typed_number import cases_typed
from opencmecf.court.notices import actions, mail, queries
from opencmecf.court.notices.forms import AddressForm, MailingInfoForm
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.notices.service_list import service_list
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party import SignOnFailed
from opencmecf.foundation.relying_party.client import NOTICE_ADDRESSES_EVENT


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def email_information(request: HttpRequest) -> HttpResponse:
    """Lists the addresses of the filer's account and how each is told."""
    actor = actor_of(request)
    page = {"court": court_of(request), "section": "Utilities", "saved": "saved" in request.GET}
    page["asked"] = "asked" in request.GET
    return render(request, "notices/email_information.html", page | queries.email_information(actor))


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_address(request: HttpRequest) -> HttpResponse:
    """Adds a secondary address."""
    return _address_page(request, None, "Add a secondary e-mail address")


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def primary_address(request: HttpRequest) -> HttpResponse:
    """Says how the primary address is told. The address itself is changed at PACER."""
    known = queries.email_information(actor_of(request))
    return _address_page(request, known["primary_row"], "Primary e-mail address", fixed=known["primary"])


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def secondary_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Says how a secondary address is told."""
    row = queries.own_address(pk=pk, actor=actor_of(request))
    return _address_page(request, row, "Secondary e-mail address", fixed=row.address)


@door(Permission.DOCUMENT_FILE)
@require_POST
def remove_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a secondary address off the account."""
    actions.remove_notice_address(pk=pk, actor=actor_of(request))
    return HttpResponseRedirect(f"{reverse('email-information')}?saved")


@door(Permission.DOCUMENT_FILE)
@require_POST
def ask_to_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes to a secondary address once more."""
    actions.ask_to_confirm(pk=pk, actor=actor_of(request))
    return HttpResponseRedirect(f"{reverse('email-information')}?asked")


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest) -> HttpResponse:
    """Confirms a secondary address, from whatever device the mail is read on; the button does it."""
    court = court_of(request)
    token = request.POST.get("token") or request.GET.get("token", "")
    page = {"token": token, "court": court, "row": queries.address_of_token(token, court_id=court.court_id)}
    if request.method == "POST":
        page["row"] = actions.confirm_notice_address(token=token, actor=actor_of(request))
        page["is_done"] = True
    return render(request, "notices/confirm_address.html", page)


@door(Opening.MACHINE)
@never_cache
@require_POST
def addresses_asked(request: HttpRequest) -> HttpResponse:
    """Tells Central Sign-On, by whose token the person is named, where the person is reached."""
    court = court_of(request)
    token = request.body.decode(errors="replace")
    try:
        claims, _ = court.relying_party().read_event_token(token, NOTICE_ADDRESSES_EVENT)
    except SignOnFailed as failed:
        return JsonResponse({"err": "invalid_request", "description": str(failed)}, status=400)
    return JsonResponse({"addresses": queries.told_to_centre(claims["sub"], court_id=court.court_id)})


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows a Notice of Electronic Filing again, and what became of each of its mails."""
    filed = queries.notice(pk=pk, actor=actor_of(request))
    shown = mail.context(queries.shown_again(filed))
    deliveries = queries.deliveries_of(filed)
    page = {"filed": filed, "deliveries": deliveries, "was_withheld": queries.was_withheld(deliveries)}
    page["court"] = court_of(request)
    return render(request, "notices/notice.html", shown | page)


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def mailing_info(request: HttpRequest) -> HttpResponse:
    """Mailing Info for a Case: who is told by e-mail, and who has to be served by other means (feature map 7.4)."""
    court, actor = court_of(request), actor_of(request)
    form = MailingInfoForm(request.GET if "case_number" in request.GET else None, kind=court.kind)
    cases = []
    if form.is_bound and form.is_valid():
        cases = cases_typed(court_id=court.court_id, text=form.cleaned_data["case_number"], actor=actor)
        if not cases:
            form.add_error("case_number", "No case of this court has that number. Check it and try again.")
    lists = [(case, service_list(case)) for case in cases[:20]]
    page = {"form": form, "lists": lists, "court": court, "section": "Utilities"}
    return render(request, "notices/mailing_info.html", page)


def _address_page(request: HttpRequest, row: NoticeAddress | None, title: str, *, fixed: str = "") -> HttpResponse:
    form = AddressForm.of(row, address=fixed)
    refused: Refused | None = None
    if request.method == "POST":
        form = AddressForm({**request.POST.dict(), "address": fixed} if fixed else request.POST)
        if form.is_valid():
            try:
                actions.set_notice_address(**form.settings(), actor=actor_of(request))
                told = "saved" if row or fixed else "saved&asked"
                return HttpResponseRedirect(f"{reverse('email-information')}?{told}")
            except Refused as error:
                refused = error
    if fixed:
        form.fields["address"].widget.attrs["readonly"] = True
    page = {"form": form, "title": title, "refused": refused, "court": court_of(request), "section": "Utilities"}
    page["trail"] = (("E-mail Information", reverse("email-information")),)
    return render(request, "notices/address.html", page)
