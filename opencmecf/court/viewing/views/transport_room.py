"""`TransportRoom`: the one address of everything at a court of appeals, with the page named by `servlet`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.views.decorators.http import require_http_methods

from opencmecf.court.docket.markup import WITH_HEADER, WITHOUT_HEADER
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query.charging import asks_first
from opencmecf.court.query.views.appellate_dockets import docket_page
from opencmecf.court.viewing.views import documents, several
from opencmecf.foundation.access import Permission, door
from opencmecf.foundation.caching import never_cache

_Page = Callable[[HttpRequest, QueryDict], HttpResponseBase]
_ACCEPTED = "t"  # of `pacer`: whoever asks has accepted the charge, on the page that tells it or as programs do


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def transport_room(request: HttpRequest) -> HttpResponseBase:
    """One document, several at once, or the page about a docket that `servlet` names.

    Programs ask by a GET, as the courts' own links do; the one thing that it writes is its charge.
    """
    if not court_of(request).kind.has_transport_room:
        raise Http404
    asked = request.GET.copy()
    asked.update(request.POST)
    page: _Page = {"ShowDoc": _document, "ShowDocMulti": _documents}.get(asked.get("servlet", ""), docket_page)
    return page(request, asked)


def _document(request: HttpRequest, asked: QueryDict) -> HttpResponseBase:
    """`ShowDoc`: the menu where the id leads to one, what the document costs, and the document to whoever accepts."""
    shows_header = "Y" in {asked.get("incPdfHeader", "Y"), asked.get("incPdfHeaderDisp", "")}
    values = {"caseid": asked.get("caseId", ""), "pdf_header": WITH_HEADER if shows_header else WITHOUT_HEADER}
    if "receipt" in asked:
        values["receipt"] = str(asked["receipt"])
    document_id = asked.get("dls_id", "").strip()
    return documents.answer(
        request,
        document_id,
        values,
        has_menu=document_id[3:4] == "0",
        wants_file=asked.get("pacer") == _ACCEPTED and request.method != "HEAD" and not asks_first(request),
    )


def _documents(request: HttpRequest, asked: QueryDict) -> HttpResponseBase:
    """`ShowDocMulti`: documents of the entries `d`; those alone that `dls`, or the boxes `md` of a menu, name.

    The boxes of a docket sheet name an entry (`d`) or a document with its entry ("812 00506912345 2 61440").
    """
    boxes = [box.split() for box in asked.getlist("dls")]
    of_sheet = [box for box in boxes if len(box) > 1]
    named = [*asked.getlist("md"), *(box[0] for box in boxes if len(box) == 1)]
    values = asked.copy()
    values["caseid"] = asked.get("caseId", "")
    values.setlist("arr_de_seq_nums", [*asked.getlist("d"), *(box[0] for box in of_sheet)])
    values.setlist("chosen", [*_running_numbers(named), *(box[1][4:] for box in of_sheet)])
    if asked.get("incPdfFooter"):
        values["page_numbers"] = "1"
    return several.answer(request, values)


def _running_numbers(named: list[str]) -> Iterator[str]:
    """Yield the running numbers of documents, whose ids clients print with their prefix or without."""
    for text in named:
        for one in text.split(","):
            number = one.strip()
            yield number[4:] if number[3:4] in ("0", "1") and len(number) > 10 else number
