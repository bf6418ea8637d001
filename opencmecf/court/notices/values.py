"""A Notice of Electronic Filing as plain values: everything that it says, frozen when the filing is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

MAIN_DOCUMENT = "Main Document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Somebody on the service list of a case.

    `addresses` are e-mail addresses, the primary one first; whoever has none is served by other means, at the postal
    address whose lines are `postal`. `account` is the key of their account at the court, None for who has none.
    """

    name: str
    addresses: tuple[str, ...] = ()
    postal: tuple[str, ...] = ()
    account: int | None = None

    @property
    def by_mail(self) -> bool:
        """Whether the notice goes by e-mail."""
        return bool(self.addresses)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedCase:
    """One case in which the filing was entered.

    `document_number` is the entry's number, None for an entry without one. `document_id` is the classic id of its main
    document, empty for a text-only entry, and for a document that `is_closed`: one that not everybody may see.
    `words_sha256` is that of the entry's words at the time, by which a later correction is noticed; empty where that is
    not known. `chapter` is that of a bankruptcy case.
    """

    number: str
    name: str
    case_id: str
    filers: tuple[str, ...]
    document_number: str | None
    de_seq_num: int
    document_id: str = ""
    is_closed: bool = False
    words_sha256: str = ""
    closed_on: date | None = None
    chapter: str = ""
    service_list: tuple[Addressee, ...] = ()

    @property
    def mailed_to(self) -> tuple[Addressee, ...]:
        """Those who are told by e-mail."""
        return tuple(one for one in self.service_list if one.by_mail)

    @property
    def other_means(self) -> tuple[Addressee, ...]:
        """Those whom the filer has to serve by other means."""
        return tuple(one for one in self.service_list if not one.by_mail)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedDocument:
    """A file of the filing: what it is, how the filer's file was called, and its electronic stamp in full."""

    document_id: str
    description: str
    original_filename: str
    stamp: str

    @property
    def is_main(self) -> bool:
        """Whether it is what was filed, and no attachment of it."""
        return self.description == MAIN_DOCUMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the notice of one transaction says. `entered_at` knows its zone; it is shown in the court's."""

    court_id: str
    entered_by: str
    entered_at: datetime
    filed_on: date
    event: str
    docket_text: str
    cases: tuple[NoticedCase, ...]
    documents: tuple[NoticedDocument, ...] = ()

    @property
    def mail_addressees(self) -> tuple[Addressee, ...]:
        """Everybody who is told by e-mail, once, whatever the number of cases that they are in.

        Two people with one mailbox are two: each may have further addresses.
        """
        return tuple({(one.account, one.addresses): one for case in self.cases for one in case.mailed_to}.values())
