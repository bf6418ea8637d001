"""The notice and the receipt of a filing, certificates of attempts, the court's keys, *Verify a Document*."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.court.cases.typed_number import cases_typed
from opencmecf.court.notices import mail
from opencmecf.court.notices.queries import deliveries_of, shown_again, was_withheld
from opencmecf.court.profile.queries import court_of
from opencmecf.court.receipts import queries
from opencmecf.court.receipts.checking import check_stamp
from opencmecf.court.receipts.forms import VerifyForm
from opencmecf.court.receipts.keys import published_keys
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound

JSON_INDENT = {"indent": 2, "ensure_ascii": False}


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def notice(request: HttpRequest, key: UUID) -> HttpResponse:
    """The Notice of Electronic Filing of a filing, with its receipt: what the filer sees after submitting."""
    receipt = queries.receipt_of(key, actor_of(request))
    filed = shown_again(receipt.notice)
    deliveries = deliveries_of(receipt.notice)
    page = {
        "receipt": receipt,
        "others": [one for case in filed.cases for one in case.other_means],
        "deliveries": deliveries,
        "was_withheld": was_withheld(deliveries),
        "court": court_of(request),
        "section": "Utilities",
        "trail": (("My Drafts", "/filing/drafts"),),
    }
    return render(request, "receipts/notice.html", mail.context(filed) | page)


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def receipt_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The receipt as a file, which `cmecf verify` checks without us."""
    receipt = queries.receipt_of(key, actor_of(request))
    signer = next(one for one in published_keys(receipt.court_id) if one["kid"] == queries.kid_of(receipt.signature))
    whole = {"receipt": receipt.facts, "signature": receipt.signature, "key": signer}
    return _as_file(whole, f"receipt-{key}.json")


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def attempt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """The certificate that somebody tried to file and why it was not accepted."""
    made = queries.attempt_of(attempt_id, actor_of(request))
    if "json" in request.GET:
        return _as_file({"certificate": made.facts, "signature": made.signature}, f"attempt-{attempt_id}.json")
    return render(request, "receipts/attempt.html", {"attempt": made, "court": court_of(request)})


@door(Opening.PUBLIC)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys with which this court signs and has ever signed, as a JSON Web Key Set."""
    return JsonResponse({"keys": published_keys(court_of(request).court_id)}, json_dumps_params=JSON_INDENT)


@door(Permission.CASE_QUERY)
@never_cache
@require_safe
def verify_document(request: HttpRequest) -> HttpResponse:
    """*Verify a Document*: the stamp that was made when a document was filed, beside one made of its bytes now."""
    court, actor = court_of(request), actor_of(request)
    form = VerifyForm(request.GET or None, kind=court.kind)
    checked = None
    if form.is_bound and form.is_valid():
        entry, attachment = form.numbers()
        cases = cases_typed(court_id=court.court_id, text=form.cleaned_data["case_number"], actor=actor)
        try:
            checked = check_stamp(cases=cases, number=entry, attachment=attachment, actor=actor)
        except NotFound:
            form.add_error("document_number", "The case has no such document that you may see. Check both numbers.")
    page = {"form": form, "checked": checked, "court": court, "section": "Utilities"}
    return render(request, "receipts/verify_document.html", page)


def _as_file(value: dict[str, Any], name: str) -> HttpResponse:
    answer = JsonResponse(value, json_dumps_params=JSON_INDENT)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
