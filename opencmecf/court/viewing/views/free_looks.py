"""The links of notices: `/doc1/…&magic_num=…`, one look free of charge and without a log-in (feature map 8.2)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.notices.models import Delivery
from opencmecf.court.notices.queries import free_look, is_still_free
from opencmecf.court.profile.kinds import DocumentMenu, KindProfile
from opencmecf.court.profile.queries import court_of
from opencmecf.court.viewing import queries, rules
from opencmecf.court.viewing.actions import look_free
from opencmecf.court.viewing.files import file_of
from opencmecf.court.viewing.labels import label_of
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.pages_html import address, menu_html, several_script_html
from opencmecf.court.viewing.receipt_token import new_token, read_token
from opencmecf.court.viewing.views import answers
from opencmecf.foundation.access import actor_of
from opencmecf.foundation.errors import NotFound, Refused

_ASKS = {"use_magic": "0"}  # of the links in a menu: the document itself, and not at once
_IN_HEX = "uid"  # the name of the number at courts of appeals


def answer(request: HttpRequest, document_id: str, asked: Mapping[str, str]) -> HttpResponse:
    """The menu of what was filed with the notice, a page that asks, or the document.

    Nobody is told apart who has a number that is used, too old, wrong, or of something that the public may not see.
    """
    court_id = court_of(request).court_id
    try:
        number = rules.free_look_number(asked["magic_num"])
        holding = queries.public_holding(
            court_id=court_id, document_id=document_id, case_id=asked.get("caseid", "").strip()
        )
        delivery = free_look(number=number, document=holding.document)
        if "use_magic" not in asked and request.method != "POST" and not _by_own_id(document_id, asked):
            beside = queries.noticed_beside(holding, delivery)
            if len(beside) > 1:
                return _menu(request, beside, delivery)
        if _is_used_now(request, document_id, asked, delivery):
            return _document(request, holding, number, asked)
        if not is_still_free(delivery=delivery, document=holding.document) or not queries.may_look_free(holding):
            return _none(request, asked)
    except (NotFound, Refused, queries.OtherCase, ValueError):
        return _none(request, asked)
    return _question(request, holding, number)


def _is_used_now(request: HttpRequest, document_id: str, asked: Mapping[str, str], delivery: Delivery) -> bool:
    """Return whether the look is used: by a button, by a program that says so, or where the address does not ask."""
    if request.method == "POST":
        return asked.get("got_receipt") == "1"
    is_said = asked.get("use_magic") == "1" or ("use_magic" not in asked and _by_own_id(document_id, asked))
    return request.method == "GET" and (is_said or not delivery.asks_before_free_look)


def _by_own_id(document_id: str, asked: Mapping[str, str]) -> bool:
    """Return whether a document is asked for past the menu to which mails of courts of appeals lead.

    Programs ask so, and have no other way to say that they want the look now.
    """
    return _IN_HEX in asked and document_id[3:4] == "1"


def _menu(request: HttpRequest, holdings: list[EntryDocument], delivery: Delivery) -> HttpResponse:
    court, entry = court_of(request), holdings[0].entry
    query = urlencode(_named(entry, delivery.free_look_number, court.kind) | _ASKS)
    return answers.page(
        request,
        "viewing/free_menu.html",
        menu=mark_safe(menu_html(holdings, court, free_look=query)),  # noqa: S308 - made of escaped parts
        several=several_script_html(entry) if court.kind.document_menu is DocumentMenu.ATTACHED else "",
        case=entry.case,
        entry=entry,
    )


def _question(request: HttpRequest, holding: EntryDocument, number: int) -> HttpResponse:
    return answers.page(
        request,
        "viewing/free_look.html",
        action=address(holding, court_of(request)),
        holding=holding,
        case=holding.entry.case,
        label=label_of(holding, court_of(request).kind),
        number=number,
        token=new_token(holdings=[holding.pk], actor=actor_of(request)),
    )


def _document(request: HttpRequest, holding: EntryDocument, number: int, asked: Mapping[str, str]) -> HttpResponse:
    actor, court = actor_of(request), court_of(request)
    if holding.document.has_file:
        try:
            file_of([holding], court, form=Retrieval.Form.SINGLE, has_header=True)  # before the look is used up
        except FileNotFoundError:
            return answers.lost(request, [holding])
    retrieval = look_free(
        court=court.settings,
        holding=holding,
        number=number,
        receipt=read_token(asked.get("receipt", ""), holdings=[holding.pk], actor=actor),
        actor=actor,
    )
    return answers.document_page(request, retrieval, [holding])


def _none(request: HttpRequest, asked: Mapping[str, str]) -> HttpResponse:
    named = {name: asked[name] for name in ("caseid", "de_seq_num") if asked.get(name)}
    return answers.page(
        request,
        "viewing/no_free_look.html",
        address=f"{request.path}?{urlencode(named)}",
        has_signed_in=not actor_of(request).is_anonymous,
    )


def _named(entry: DocketEntry, number: int, kind: KindProfile) -> dict[str, str]:
    """Return what links of a menu carry: the number as the court's mails write it, and where the document stands."""
    if kind.notice.free_look == _IN_HEX:
        return {_IN_HEX: f"{number:x}"}
    return {"caseid": entry.case.pacer_case_id, "de_seq_num": str(entry.de_seq_num), "magic_num": str(number)}
