"""Docket sheets as whole pages, for readers of such pages."""

from __future__ import annotations

from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.court.query.docket_sheet import render_docket_sheet


def page_with(sheet: DocketSheet) -> str:
    """A docket sheet with everything, and the least around it that clients want."""
    inside = "".join(render_docket_sheet(sheet))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>CM/ECF</title></head><body>'
        '<div id="topmenu"><ul><li><a href="/cgi-bin/iquery.pl">Query</a></li>'
        '<li><a href="/cgi-bin/login.pl?logout">Log Out</a></li></ul></div>'
        '<div id="cmecfMainContent"><input type="hidden" id="cmecfMainContentScroll" value="0">'
        f"{inside}</div></body></html>"
    )
