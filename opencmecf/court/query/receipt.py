"""The receipt below a billable page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a page cost whom, as printed: `printed_at` "11/20/2017 16:50:37", `cost` "0.20"."""

    printed_at: str
    login: str
    client_code: str
    description: str
    criteria: str
    pages: int
    cost: str
    criteria_label: str = "Search Criteria:"
    exempt_for: str = ""  # the kind of exempt work, "" for a billable view


def receipt_html(receipt: Receipt) -> str:
    """Return the receipt as PACER prints it, below a line; clients find the date in the third row below the title."""
    pairs: tuple[tuple[str, str, str, str], ...] = (
        ("PACER Login:", receipt.login, "Client Code:", receipt.client_code),
        ("Description:", receipt.description, receipt.criteria_label, receipt.criteria),
        ("Billable Pages:", str(receipt.pages), "Cost:", receipt.cost),
    )
    if receipt.exempt_for:
        pairs = (*pairs, ("Exempt flag:", "Exempt", "Exempt reason:", receipt.exempt_for))
    rows = "".join(
        f'<tr><th scope="row"><font size="-1">{left} </font></th><td><font size="-1"> {escape(value)} </font></td>'
        f'<th scope="row"><font size="-1">{right} </font></th><td><font size="-1"> {escape(other)} </font></td></tr>'
        for left, value, right, other in pairs
    )
    return (
        '<hr><center><table border="1" class="receipt">'
        '<tr><th colspan="4"><font size="+1">PACER Service Center</font></th></tr>'
        '<tr><th colspan="4"><font>Transaction Receipt</font></th></tr><tr></tr><tr></tr>'
        f'<tr><td colspan="4" align="center"><font size="-1">{escape(receipt.printed_at)}</font></td></tr>'
        f"{rows}</table></center>"
    )
