"""Personal data that may not be public: Fed. R. Civ. P. 5.2(a), Fed. R. Crim. P. 49.1(a), Fed. R. Bankr. P. 9037(a).

Names of minors cannot be told from other names, so nothing looks for them. What is found is masked here, in the
sandbox; the full number never leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DASH = r"[-\u2010-\u2015 ]"
_DATE = (
    r"(?P<date>\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}"
    r"|\d{1,2} (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,? (?:19|20)\d{2})(?!\d)"
)
# Three, two and four digits, as the Social Security Administration has ever given them; 9xx are taxpayers' own (ITIN).
_WRITTEN = re.compile(rf"(?<![\d-])(?!000|666)\d{{3}}({_DASH})(?!00)\d{{2}}\1(?!0000)\d{{4}}(?![\d-])")
_NAMED = re.compile(
    r"\b(?:ssn|social security|s\.s\.n\.|itin|tin|f?ein|tax(?:payer)?[ -]?i\.?d(?:entification)?"
    r"|employer identification)"
    rf"[^\d\n]{{0,30}}(?P<number>\d{{3}}{_DASH}?\d{{2}}{_DASH}?\d{{4}}|\d{{2}}{_DASH}\d{{7}})(?![\d-])",
    re.IGNORECASE,
)
_BORN = re.compile(rf"\b(?:born(?: on)?|date of birth|birth ?date|d\.?o\.?b\.?)\b[^\d]{{0,20}}?{_DATE}", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"\b(?:account|acct\.?|a/c|card|loan|iban|checking|savings)\b(?: ?(?:no\.?|number|num\.?|#|nr\.?))?[^\w\n]{0,6}"
    r"(?:(?:is|ending in|was)\s)?(?P<number>[A-Z]{0,2}\d(?:[ -]?\d){7,21})(?!\d)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d.-])[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{1,7}(?![\d-])")


def personal_data(text: str) -> Iterator[tuple[str, str]]:
    """Yield the code of each thing found in a page's text, and the masked words that may be shown."""
    plain = " ".join(text.split())
    taken: set[str] = set()
    for found in [*_WRITTEN.finditer(plain), *_NAMED.finditer(plain)]:
        number = found.groupdict().get("number") or found.group()
        if _digits(number) not in taken:
            taken.add(_digits(number))
            yield "ssn", masked(number)
    for found in _BORN.finditer(plain):
        yield "birth-date", f"a day in {found['date'][-4:] if found['date'][-4:].isdigit() else found['date'][-2:]}"
    for found in [*_ACCOUNT.finditer(plain), *_CARD.finditer(plain)]:
        number = found.groupdict().get("number") or found.group()
        if _digits(number) in taken or (found.re is _CARD and not _has_check_digit(number)):
            continue
        taken.add(_digits(number))
        yield "account-number", masked(number)


def masked(number: str) -> str:
    """Return a number with all but its last four digits replaced, which is what the rules let a filing show."""
    digits = _digits(number)
    return "x" * (len(digits) - 4) + digits[-4:]


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


def _has_check_digit(number: str) -> bool:
    """Say whether the last digit of a card's number fits the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(_digits(number))):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
