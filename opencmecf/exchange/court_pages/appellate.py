"""Docket sheets of the courts of appeals (the CM/ECF generation, not ACMS)."""

from __future__ import annotations

from lxml import html

from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.exchange.court_pages import checks
from opencmecf.foundation.reference.courts import Court


def read_sheet(page: str, tree: html.HtmlElement, row: Court) -> DocketSheet:
    """Return the sheet; raises Refused."""
    raise checks.no_docket(tree)
