"""A batch of letters as one PDF, a page for each: tagged, set by Typst from plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import typst

from opencmecf.central.accounts import links
from opencmecf.central.accounts.address import lines_of_address
from opencmecf.central.activation import rules
from opencmecf.central.activation.models import Letter
from opencmecf.foundation import secrets
from opencmecf.foundation.case_search import ACTIVATE_PATH

_SOURCE = Path(__file__).parent / "typst" / "letter.typ"


def letters_pdf(letters: Iterable[Letter], *, day: date) -> bytes:
    """The PDF of letters that are not sent yet, with `day` as their date."""
    data = {
        "day": f"{day:%B} {day.day}, {day.year}",
        "link": links.to(ACTIVATE_PATH),
        "telephone": links.service_center(),
        "good_for": f"{rules.GOOD_FOR.days} days",
        "letters": [_letter(one) for one in letters],
    }
    made: bytes = typst.compile(
        _SOURCE, format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards="ua-1", root=_SOURCE.parent
    )
    return made


def _letter(letter: Letter) -> dict[str, object]:
    account = letter.account
    return {
        "name": account.name,
        "account": account.number,
        "username": account.username,
        "token": rules.grouped(secrets.unseal(letter.sealed_token)),
        "address": [account.name, *lines_of_address(account)],
    }
