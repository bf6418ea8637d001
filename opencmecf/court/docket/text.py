"""Text as a docket prints it: stretches with marks and links, and no HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a stretch of text leads: to a document of the docket, or to any other address.

    `document_id` is the classic id with its fourth digit as printed ("051020000101"). Bankruptcy courts of before 2010
    name documents by `dm_id` instead. `host` is set only when the link leads to another host than the court's own.
    """

    href: str = ""  # path and query as printed, when the link is none to a document
    host: str = ""
    document_id: str = ""
    case_id: str = ""
    de_seq_num: str = ""
    dm_id: str = ""
    doc_num: str = ""
    posts: bool = False

    @property
    def leads_to_document(self) -> bool:
        """Return whether this names a document of a docket, and no case, e-mail address or other page."""
        return bool(self.document_id or self.dm_id)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with the same marks and the same link.

    `marks` are the tags around it, outermost first: b, i, u, s, small, sup, sub, or a colour ("red"). In running text
    "\\n" is a line break. An empty run without marks keeps two equal neighbours apart ("<i>a</i><i>b</i>").
    """

    text: str
    marks: tuple[str, ...] = ()
    link: Link | None = None


Text = tuple[Run, ...]


def text_of(words: str) -> Text:
    """Return plain words as text; no run at all for no words."""
    return (Run(words),) if words else ()


def plain(text: Iterable[Run]) -> str:
    """Return the words alone, white space collapsed: what a search index or a database column wants."""
    return " ".join("".join(run.text for run in text).split())


def links_in(text: Iterable[Run]) -> list[Run]:
    """Return the stretches that lead to a document, in order."""
    return [run for run in text if run.link is not None and run.link.leads_to_document]
