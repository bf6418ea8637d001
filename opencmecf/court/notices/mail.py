"""The mail of a notice. It is composed once for everybody; only the number of the free look differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from opencmecf.court.notices import wording
from opencmecf.court.notices.values import Notice, NoticedCase
from opencmecf.court.profile.kinds import KINDS
from opencmecf.foundation import reference
from opencmecf.foundation.sites.names import SiteKind

FREE_LOOK = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for the number; no docket text or name holds it


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail for everybody on the service list."""

    subject: str
    body: str
    subtype: str
    court_id: str

    def for_recipient(self, free_look: int) -> str:
        """Return the body for the one whose links carry the number `free_look`."""
        return self.body.replace(FREE_LOOK, free_look_in_links(self.court_id, free_look))


def compose(notice: Notice, *, as_html: bool) -> Composed:
    """Return the mail in HTML, or as plain text with bare addresses.

    HTML holds ASCII alone, and has no other part beside it: programs read the first part that they understand, and some
    do not decode.
    """
    template = "notices/mail.html" if as_html else wording.style_of(notice.court_id).text_mail
    body: str = render_to_string(template, context(notice, free_look=FREE_LOOK))
    if as_html:
        body = body.replace(FREE_LOOK, "\0").encode("ascii", "xmlcharrefreplace").decode().replace("\0", FREE_LOOK)
    return Composed(wording.subject(notice), body, "html" if as_html else "plain", notice.court_id)


def context(notice: Notice, *, free_look: str = "") -> dict[str, Any]:
    """Return what the templates of a notice show. With `free_look` its links open documents free of charge."""
    style = wording.style_of(notice.court_id)
    return {
        "notice": notice,
        "style": style,
        "body": style.body,
        "court_lines": wording.court_lines(notice.court_id),
        "entered": wording.entered(notice),
        "cases": [_shown(notice, case, free_look) for case in notice.cases],
        "words": wording,
    }


def _shown(notice: Notice, case: NoticedCase, free_look: str) -> dict[str, Any]:
    docket, document = _paths(notice.court_id, case, free_look)
    return {
        "case": case,
        "docket_url": court_url(notice.court_id, docket),
        "document_url": court_url(notice.court_id, document) if case.document_id else "",
        "document_number": wording.document_number(case),
        "closed_on": wording.short_date(case.closed_on) if case.closed_on else "",
    }


def _paths(court_id: str, case: NoticedCase, free_look: str) -> tuple[str, str]:
    """Return where the docket and the main document of a case are found; courts of appeals have their own addresses."""
    if KINDS[reference.court(court_id).kind].has_transport_room:
        look = f"?uid={free_look}" if free_look else ""
        asked = urlencode({"servlet": "DocketReportFilter.jsp", "caseNum": case.number, "caseId": case.case_id})
        return f"/cmecf/servlet/TransportRoom?{asked}", f"/docs1/{case.document_id}{look}"
    path = f"/doc1/{as_document(case.document_id)}?caseid={case.case_id}&de_seq_num={case.de_seq_num}"
    return f"/cgi-bin/DktRpt.pl?{case.case_id}", path + (f"&magic_num={free_look}" if free_look else "")


def free_look_in_links(court_id: str, number: int) -> str:
    """Return the number of a free look as links carry it: at courts of appeals in hexadecimal digits."""
    return f"{number:x}" if wording.style_of(court_id).free_look == "uid" else str(number)


def as_document(document_id: str) -> str:
    """Return the id that opens the document itself: its fourth digit is 1 (feature map 6.1)."""
    return f"{document_id[:3]}1{document_id[4:]}"


def summary(court_id: str, address: str, message_id: str, items: Sequence[tuple[Notice, int]]) -> EmailMessage:
    """Return the summary report of several notices, each with the number of its free look."""
    shown = [context(notice, free_look=free_look_in_links(court_id, number)) for notice, number in items]
    words = {"notices": shown, "court_lines": wording.court_lines(court_id), "words": wording}
    subject = f"Summary of ECF Activity: {len(items)} transaction{'s' if len(items) > 1 else ''}"
    return message(court_id, address, message_id, subject, render_to_string("notices/summary.txt", words))


def message(court_id: str, address: str, message_id: str, subject: str, body: str) -> EmailMessage:
    """Return a mail of the court's mailbox, which nobody reads."""
    sender = formataddr((f"{court_id.upper()} CM/ECF", f"{court_id}_ecf_notice@{settings.MAIL_DOMAIN}"))
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, sender, [address], headers=headers)


def court_url(court_id: str, path: str) -> str:
    """Return the canonical address of a page of the court."""
    return settings.SITE_NAMES[0].url(SiteKind.COURT, path, court=court_id)
