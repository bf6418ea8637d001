"""Reading notices and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core import signing
from django.db.models import Min

from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.queries import document_by_id, ids_in_the_place_of, split_id
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.queries import account_linked_to
from opencmecf.court.notices import json_form, rules
from opencmecf.court.notices.models import Delivery, FiledNotice, NoticeAddress, ServiceList
from opencmecf.court.notices.values import Notice, NoticedCase
from opencmecf.foundation import clock, reference
from opencmecf.foundation.access import Actor, anonymous
from opencmecf.foundation.errors import NotFound

CONFIRM_ADDRESS = "court:confirm-notice-address"


def notice(*, pk: int, actor: Actor) -> FiledNotice:
    """Return a notice that `actor` may look at. Raises `NotFound`."""
    return FiledNotice.objects.get_for(actor, pk=pk)


def frozen(filed: FiledNotice) -> Notice:
    """Return what a notice says, with the service lists of its cases."""
    return frozen_all([filed])[0]


def shown_again(filed: FiledNotice) -> Notice:
    """Return what a notice says to whoever looks at it on a page.

    Nobody is mailed that of a sealed filing: everybody is to be served by other means, whatever addresses are known.
    """
    notice = frozen(filed)
    if filed.is_sent:
        return notice
    return replace(notice, cases=tuple(_by_other_means(case) for case in notice.cases))


def _by_other_means(case: NoticedCase) -> NoticedCase:
    return replace(case, service_list=tuple(replace(one, addresses=()) for one in case.service_list))


def frozen_all(all_filed: Sequence[FiledNotice]) -> list[Notice]:
    """Return what notices say, with the service lists of their cases; one query for any number of notices."""
    lists = ServiceList.objects.in_bulk({one for filed in all_filed for one in filed.lists})
    return [json_form.from_json(filed.facts, [lists[one].people for one in filed.lists]) for filed in all_filed]


def as_mailed_now(notices: Sequence[Notice]) -> list[Notice | None]:
    """Return these notices of one court as they may be mailed now; None for one that nobody may be told of any more.

    A notice is mailed while each of its entries is on the docket, and entry, text and case are public. What was
    corrected since is told as it reads now; a document that was replaced since is linked by the one in its place, and
    one that was closed is not named. Three queries, and some for each document that was closed or replaced.
    """
    cases = [case for notice in notices for case in notice.cases]
    if not cases:
        return list(notices)
    court_id = notices[0].court_id
    found = DocketEntry.objects.with_text_visible_to(anonymous(court_id)).filter(
        case__court_id=court_id,
        case__pacer_case_id__in={case.case_id for case in cases},
        de_seq_num__in={case.de_seq_num for case in cases},
    )
    entries = {(case, sequence): words for case, sequence, words in found.values_list(*_ENTRY)}
    closed = _closed_documents(notices, court_id)
    return [_as_mailed(notice, entries, closed) for notice in notices]


_ENTRY = ("case__pacer_case_id", "de_seq_num", "words")


def _as_mailed(notice: Notice, entries: Mapping[tuple[str, int], str], closed: Mapping[str, str]) -> Notice | None:
    words = [entries.get((case.case_id, case.de_seq_num)) for case in notice.cases]
    if None in words:
        return None
    corrected = [
        said
        for case, said in zip(notice.cases, words, strict=True)
        if said is not None and case.words_sha256 and case.words_sha256 != rules.words_sha256(said)
    ]
    return replace(
        notice,
        docket_text=corrected[0] if corrected else notice.docket_text,
        cases=tuple(_with_open_document(case, closed) for case in notice.cases),
        documents=tuple(one for one in notice.documents if one.document_id not in closed),
    )


def _with_open_document(case: NoticedCase, closed: Mapping[str, str]) -> NoticedCase:
    if case.document_id not in closed:
        return case
    instead = closed[case.document_id]
    return replace(case, document_id=instead, is_closed=not instead)


def _closed_documents(notices: Sequence[Notice], court_id: str) -> dict[str, str]:
    """Return those documents of notices that are not open to everybody, each with the one to name instead, or ""."""
    named = {case.document_id for notice in notices for case in notice.cases} - {""}
    named |= {document.document_id for notice in notices for document in notice.documents}
    numbers = {split_id(one)[1] for one in named}
    here = Document.objects.filter(court_id=court_id, number__in=numbers).only("prefix", "number")
    open_ones = set(here.visible_to(anonymous(court_id)).values_list("pk", flat=True))
    closed = {one.document_id for one in here if one.pk not in open_ones} & named
    return {one: _open_instead(one, court_id) for one in closed}


def _open_instead(document_id: str, court_id: str) -> str:
    """Return the id of the document that stands in the place of this one, where everybody may see it; else ""."""
    try:
        return document_by_id(court_id=court_id, document_id=document_id, actor=anonymous(court_id)).document_id
    except NotFound:
        return ""


def deliveries_of(filed: FiledNotice) -> Sequence[Delivery]:
    """Return the mails of a notice, by address. Whoever may see the notice may see them."""
    return list(filed.deliveries.order_by("address"))


def was_withheld(deliveries: Iterable[Delivery]) -> bool:
    """Return whether any of these mails was not sent because what it tells of had been closed."""
    return any(one.state == Delivery.State.WITHHELD for one in deliveries)


def free_look(*, number: int, document: Document) -> Delivery:
    """Return the mail whose links carry this number. Raises `NotFound` when its notice is not of the document."""
    found = Delivery.objects.select_related("notice").filter(
        free_look_number=number, notice__court_id=document.court_id
    )
    delivery = found.first()
    if delivery is None or document.document_id not in noticed_documents(delivery.notice):
        raise NotFound
    return delivery


def is_still_free(*, delivery: Delivery, document: Document) -> bool:
    """Return whether the mail still gives a free look at a document of its notice.

    Where the court has replaced a document, the look is one at the right one, and its days begin with the replacement:
    whoever has used it on the wrong document has not seen what was filed.
    """
    used = delivery.free_looks.filter(document=document).exists()
    sent = delivery.sent_at or delivery.made_at
    is_later = document.document_id not in _named_in(delivery.notice)
    return rules.is_free(sent=max(sent, document.added_at) if is_later else sent, now=clock.now(), used=used)


def noticed_documents(filed: FiledNotice) -> set[str]:
    """Return the ids of the documents that were filed with a notice, and of those that stand in their place now."""
    named = _named_in(filed)
    return named | ids_in_the_place_of(court_id=filed.court_id, document_ids=named)


def _named_in(filed: FiledNotice) -> set[str]:
    return {one["document_id"] for one in [*filed.facts["cases"], *filed.facts["documents"]]}


def email_information(actor: Actor) -> dict[str, Any]:
    """Return the primary address of the acting filer, its settings or None, and the settings of the secondary ones.

    Raises `NotFound` for somebody without an account at the court.
    """
    account = CourtAccount.objects.filter(pk=actor.court_account_id or 0, court_id=actor.site).first()
    if account is None:
        raise NotFound
    rows = list(NoticeAddress.objects.visible_to(actor).filter(account=account).order_by("pk"))
    own = next((row for row in rows if row.address.lower() == account.email.lower()), None)
    return {"primary": account.email, "primary_row": own, "secondary": [row for row in rows if row is not own]}


def told_to_centre(account_number: str, *, court_id: str) -> list[str]:
    """Return every address at which this court reaches the holder of a PACER account, none without an account here.

    A secondary address that nobody has confirmed is not among them: it may be a stranger's.
    """
    account = account_linked_to(court_id, account_number)
    if account is None:
        return []
    confirmed = account.notice_addresses.exclude(confirmed_at=None).order_by("pk")
    return [account.email, *confirmed.values_list("address", flat=True)]


def own_address(*, pk: int, actor: Actor) -> NoticeAddress:
    """Return an address of the acting filer. Raises `NotFound`."""
    return NoticeAddress.objects.get_for(actor, pk=pk, account=actor.court_account_id)


def address_of_token(token: str, *, court_id: str) -> NoticeAddress | None:
    """Return the secondary address that the token of a mail confirms; None when it is forged, too old or gone."""
    try:
        told = signing.loads(token, salt=CONFIRM_ADDRESS, max_age=rules.CONFIRMATION_LIFETIME)
    except signing.BadSignature:
        return None
    rows = NoticeAddress.objects.filter(pk=told["id"], address=told["address"], account__court_id=court_id)
    return rows.select_related("account").first()


def courts_with_summaries_due() -> list[str]:
    """Return the courts where notices of an earlier day, by the court's own calendar, wait for a summary report."""
    oldest = (
        Delivery.objects.filter(state=Delivery.State.SUMMARY)
        .order_by()
        .values_list("notice__court_id")
        .annotate(first=Min("made_at"))
    )
    now = clock.now()
    zones = ((court_id, first, reference.court(court_id).zone) for court_id, first in oldest)
    return [court for court, first, zone in zones if first.astimezone(zone).date() < now.astimezone(zone).date()]
