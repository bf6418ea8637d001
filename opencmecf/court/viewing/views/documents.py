"""One document: `/doc1/…`, at courts of appeals `/docs1/…`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.documents.rules import PDF
from opencmecf.court.profile.kinds import DocumentMenu
from opencmecf.court.profile.queries import court_of
from opencmecf.court.sessions.proof import require_for_sealed
from opencmecf.court.viewing import queries, rules
from opencmecf.court.viewing.actions import give_out, retrieve
from opencmecf.court.viewing.files import answer_of, file_name, file_of
from opencmecf.court.viewing.labels import alone, label_of, name_of
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.pages_html import address, call_html, menu_html, several_address, several_script_html
from opencmecf.court.viewing.receipt_token import new_token, read_token
from opencmecf.court.viewing.views import answers, free_looks
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.storage.sending import send_file

WITHOUT_HEADER = "2"  # of `pdf_header`; every other value, and none, is with it


@door(Opening.PUBLIC, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document_id: str) -> HttpResponseBase:
    """A document, by the number of a notice's free look for whoever has that, and otherwise for who has signed in."""
    asked = request.POST if request.method == "POST" else request.GET
    look = rules.free_look_asked_for(asked)
    if look:
        return free_looks.answer(request, document_id, {**asked.dict(), "magic_num": look})
    return _charged_document(request, document_id, asked)


@door(Permission.CASE_QUERY, program=True)
def _charged_document(request: HttpRequest, document_id: str, asked: Mapping[str, str]) -> HttpResponseBase:
    """As `answer`. Whoever sends the form, or posts as programs do, gets the document itself."""
    wants_file = request.method == "POST" and asked.get("got_receipt") == "1"
    has_menu = document_id[3:4] == "0" and not wants_file
    return answer(request, document_id, asked, has_menu=has_menu, wants_file=wants_file)


def answer(
    request: HttpRequest, document_id: str, asked: Mapping[str, str], *, has_menu: bool, wants_file: bool
) -> HttpResponseBase:
    """The menu of an entry's documents, what one will cost, or where `wants_file` says so the document.

    `asked` may hold `caseid`, `pdf_header` and `receipt`. The request takes no CSRF token, and writes the one charge
    for what it gives out: that is the classic contract. The session cookie goes with no POST from another site.
    """
    case_id = asked.get("caseid", "").strip()
    try:
        holding = queries.holding_of(
            court_id=court_of(request).court_id, document_id=document_id, case_id=case_id, actor=actor_of(request)
        )
    except NotFound:
        return answers.not_there(request)
    except queries.OtherCase:
        return answers.other_case(request, case_id)
    return _answer(request, holding, asked, has_menu=has_menu, wants_file=wants_file)


@door(Permission.CASE_QUERY, program=True)
@require_safe
def old_document(request: HttpRequest) -> HttpResponse:
    """`show_doc.pl?caseid=…&dm_id=…`: documents of before 2010, by the address that they have now."""
    try:
        holding = queries.holding_of_old_id(
            court_id=court_of(request).court_id,
            case_id=request.GET.get("caseid", ""),
            dm_id=request.GET.get("dm_id", ""),
            actor=actor_of(request),
        )
    except NotFound:
        return answers.not_there(request)
    case_id = holding.entry.case.pacer_case_id
    return HttpResponseRedirect(f"{address(holding, court_of(request))}?caseid={case_id}")


def _answer(
    request: HttpRequest, holding: EntryDocument, asked: Mapping[str, str], *, has_menu: bool, wants_file: bool
) -> HttpResponseBase:
    if has_menu:
        beside = queries.documents_beside(holding, actor_of(request))
        if len(beside) > 1:
            return _menu(request, beside)
    if not holding.document.has_file:
        return answers.not_kept(request, holding)
    if not queries.may_read(holding, actor_of(request)):
        return answers.limited(request)
    if rules.is_sealed(_restrictions(holding)):
        require_for_sealed(request)
    warning = _warning(holding)
    is_free = actor_of(request).may(Permission.BILLING_VIEW_FREE)
    if wants_file or (request.method == "GET" and is_free and not warning):
        return _file(request, holding, asked, to_program=wants_file and "receipt" not in asked)
    return _confirmation(request, holding, asked, warning=warning, is_free=is_free)


def _menu(request: HttpRequest, holdings: list[EntryDocument]) -> HttpResponse:
    entry, court = holdings[0].entry, court_of(request)
    is_attached = court.kind.document_menu is DocumentMenu.ATTACHED
    return answers.page(
        request,
        "viewing/attached.html" if is_attached else "viewing/menu.html",
        menu=mark_safe(menu_html(holdings, court)),  # noqa: S308 - made of escaped parts
        several=several_script_html(entry) if is_attached else "",
        several_address=several_address(entry) if is_attached else "",
        title=f"Document {entry.number}" if entry.number else "Documents",
        case=entry.case,
        entry=entry,
        warning=next((told for told in map(_warning, holdings) if told), ""),
        has_files=any(holding.document.has_file for holding in holdings),
    )


def _confirmation(
    request: HttpRequest, holding: EntryDocument, asked: Mapping[str, str], *, warning: str, is_free: bool
) -> HttpResponse:
    court, actor = court_of(request), actor_of(request)
    return answers.page(
        request,
        "viewing/download_confirmation.html" if court.kind.names_document else "viewing/confirmation.html",
        action=address(holding, court),
        document_id=alone(holding),
        name=name_of(holding, court.kind),
        call=call_html(holding, court),
        holding=holding,
        title=f"Document {label_of(holding, court.kind)}".strip(),
        receipt="" if is_free else answers.offered_receipt(request, [holding]),
        is_staff=is_free,
        is_capped=answers.is_capped([holding]),
        token=new_token(holdings=[holding.pk], actor=actor),
        has_header=asked.get("pdf_header") != WITHOUT_HEADER,
        warning=warning,
        case=holding.entry.case,
    )


def _file(
    request: HttpRequest, holding: EntryDocument, asked: Mapping[str, str], *, to_program: bool
) -> HttpResponseBase:
    """The document. A program, whose form comes from no page with a receipt, gets the PDF itself by its one request."""
    actor, court = actor_of(request), court_of(request)
    has_header = asked.get("pdf_header") != WITHOUT_HEADER
    if to_program and has_header:
        try:
            path = answer_of(holding, court)
        except FileNotFoundError:
            return answers.lost(request, [holding])
        if path is not None:
            return _file_itself(request, holding, path)
    try:
        file_of([holding], court, form=Retrieval.Form.SINGLE, has_header=has_header)  # what is not there is not charged
    except FileNotFoundError:
        return answers.lost(request, [holding])
    retrieval = retrieve(
        court=court.settings,
        holdings=[holding],
        form=Retrieval.Form.SINGLE,
        has_header=has_header,
        receipt=read_token(asked.get("receipt", ""), holdings=[holding.pk], actor=actor),
        actor=actor,
    )
    return answers.document_page(request, retrieval, [holding])


def _file_itself(request: HttpRequest, holding: EntryDocument, path: Path) -> HttpResponseBase:
    """The answer is made first, so that nothing can fail once it is charged."""
    court = court_of(request)
    answer = send_file(request, path, media_type=PDF, name=file_name(holding, court), attached=False)
    try:
        give_out(court=court.settings, holding=holding, actor=actor_of(request))
    except BaseException:
        answer.close()
        raise
    return answer


def _warning(holding: EntryDocument) -> str:
    return rules.warning(_restrictions(holding))


def _restrictions(holding: EntryDocument) -> tuple[str, ...]:
    entry = holding.entry
    return holding.document.restriction, entry.restriction, entry.case.restriction
