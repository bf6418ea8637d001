"""`show_multidocs.pl`: several documents at once, as one PDF or in a ZIP file, with one receipt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.profile.queries import court_of
from opencmecf.court.sessions.proof import require_for_sealed
from opencmecf.court.viewing import queries, rules
from opencmecf.court.viewing.actions import retrieve
from opencmecf.court.viewing.files import make_files
from opencmecf.court.viewing.labels import label_of
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.receipt_token import new_token, read_token
from opencmecf.court.viewing.views import answers
from opencmecf.court.viewing.views.documents import WITHOUT_HEADER
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

MOST_ENTRIES = 1000
_CHOSEN = re.compile(r"(?:document|attachment)_.*")
_NUMBER = re.compile(r"\d{1,18}")


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def several_documents(request: HttpRequest) -> HttpResponse:
    """What several documents will cost, or after a POST that has seen the receipt the documents.

    Which ones: those of `arr_de_seq_nums`, without `exclude_attachments`, or where boxes are ticked those alone.
    """
    asked = request.GET.copy()
    asked.update(request.POST)
    return answer(request, asked)


def answer(request: HttpRequest, asked: QueryDict) -> HttpResponse:
    """What these documents will cost, or the documents. `asked` names them as the fields of `show_multidocs.pl` do."""
    found = queries.documents_of_entries(
        court_id=court_of(request).court_id,
        case_id=asked.get("caseid", ""),
        sequences=_sequences(asked),
        actor=actor_of(request),
    )
    chosen = _chosen(asked)
    excluded = set(_numbers(asked.getlist("exclude_attachments")))
    wanted = [
        one
        for one in found
        if one.document.number not in excluded and (chosen is None or one.document.number in chosen)
    ]
    if not wanted:
        return answers.page(request, "viewing/none_chosen.html")
    kept = [one for one in wanted if one.document.has_file]
    if not kept:
        return answers.not_kept(request, wanted[0])
    readable = [one for one in kept if queries.may_read(one, actor_of(request))]
    if not readable:
        return answers.limited(request)
    return _answer(request, asked, readable, left_out=len(wanted) - len(readable))


def _answer(request: HttpRequest, asked: QueryDict, holdings: list[EntryDocument], *, left_out: int) -> HttpResponse:
    if rules.is_sealed(_restrictions(holdings)):
        require_for_sealed(request)
    is_zip = asked.get("zipit", "0") not in ("", "0")
    length = sum(holding.document.bytes or 0 for holding in holdings)
    limit = settings.ZIP_LIMIT if is_zip else settings.COMBINED_PDF_LIMIT
    if (is_zip or len(holdings) > 1) and length > limit:
        told = {"limit": rules.size(limit), "size": rules.size(length)}
        return answers.page(request, "viewing/too_big.html", is_zip=is_zip, **told)
    if request.method == "POST" and asked.get("got_receipt") == "1":
        return _files(request, asked, holdings, is_zip=is_zip)
    entries = {holding.entry.de_seq_num for holding in holdings}
    pages = sum(holding.document.pages or 0 for holding in holdings)
    is_free = actor_of(request).may(Permission.BILLING_VIEW_FREE)
    return answers.page(
        request,
        "viewing/several.html",
        title=f"{'Download' if is_zip else 'View'} {len(holdings)} document{pluralize(len(holdings))}",
        case=holdings[0].entry.case,
        rows=[(label_of(one, court_of(request).kind), one) for one in holdings],
        sequences=",".join(map(str, sorted(entries))),
        chosen=[one.document.number for one in holdings],
        is_zip=is_zip,
        numbers_pages=bool(asked.get("page_numbers")),
        pages=pages,
        size=rules.size(length),
        left_out=left_out,
        receipt="" if is_free else answers.offered_receipt(request, holdings),
        is_staff=is_free,
        free_once=[] if is_free else queries.free_as_replacements(holdings, actor_of(request)),
        is_capped=answers.is_capped(holdings),
        warning=rules.warning(_restrictions(holdings)),
        token=new_token(holdings=[one.pk for one in holdings], actor=actor_of(request)),
        has_header=asked.get("pdf_header") != WITHOUT_HEADER,
    )


def _files(request: HttpRequest, asked: QueryDict, holdings: list[EntryDocument], *, is_zip: bool) -> HttpResponse:
    """The documents. Their file is made first: what cannot be made is not charged."""
    actor, court = actor_of(request), court_of(request)
    one_pdf = Retrieval.Form.NUMBERED if asked.get("page_numbers") else Retrieval.Form.COMBINED
    together = Retrieval.Form.ZIP if is_zip else one_pdf
    form = together if is_zip or len(holdings) > 1 else Retrieval.Form.SINGLE
    has_header = asked.get("pdf_header") != WITHOUT_HEADER
    try:
        make_files(holdings, court, form=form, has_header=has_header)
    except FileNotFoundError:
        return answers.lost(request, holdings)
    retrieval = retrieve(
        court=court.settings,
        holdings=holdings,
        form=form,
        has_header=has_header,
        receipt=read_token(asked.get("receipt", ""), holdings=[one.pk for one in holdings], actor=actor),
        actor=actor,
    )
    if is_zip:
        return HttpResponseRedirect(f"{reverse('show-temp')}?file={retrieval.pk}&type=application/zip")
    return answers.document_page(request, retrieval, holdings)


def _sequences(asked: QueryDict) -> list[int]:
    """Return the entries that are asked for, as the menu, the docket sheet and programs name them."""
    named = _numbers(asked.getlist("arr_de_seq_nums"))
    boxes = [name.split("_") for name in asked if _CHOSEN.fullmatch(name)]
    named += _numbers([parts[2] for parts in boxes if len(parts) == 4])  # document_<case>_<entry>_<attachment>
    named += _numbers([value.rpartition("_")[2] for value in asked.getlist("all_documents")])
    return list(dict.fromkeys(named))[:MOST_ENTRIES]


def _chosen(asked: QueryDict) -> set[int] | None:
    """Return the numbers of the documents whose boxes are ticked; None where all are meant."""
    if asked.get("all"):
        return None
    chosen = set(_numbers(asked.getlist("chosen")))
    chosen |= set(_numbers([str(asked[name]).partition("-")[0] for name in asked if _CHOSEN.fullmatch(name)]))
    return chosen if chosen or asked.get("selected") else None


def _numbers(texts: list[str]) -> list[int]:
    return list(_each(texts))


def _each(texts: list[str]) -> Iterator[int]:
    for text in texts:
        yield from (int(part) for part in text.split(",") if _NUMBER.fullmatch(part.strip()))


def _restrictions(holdings: list[EntryDocument]) -> tuple[str, ...]:
    levels = {
        level
        for one in holdings
        for level in (one.document.restriction, one.entry.restriction, one.entry.case.restriction)
    }
    return tuple(levels)
