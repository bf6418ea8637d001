"""What the stand-in makes of a card: toy numbers, each with its outcome."""

from __future__ import annotations

BRANDS = {"3": "American Express", "4": "Visa", "5": "Mastercard", "6": "Discover"}
TOYS = (  # the number, what becomes of it when it is stored, and when it pays, and that in words
    ("4242 4242 4242 4242", "approved", "approved", "is accepted"),
    ("5555 5555 5555 4444", "approved", "approved", "is accepted"),
    ("4000 0000 0000 0341", "approved", "declined", "can be stored, and is declined when it is to pay"),
    ("4000 0000 0000 0002", "declined", "declined", "is declined by the bank"),
    ("4000 0000 0000 0069", "expired", "expired", "counts as expired"),
    ("4000 0000 0000 0010", "address", "address", "fails the check of the address"),
)
_STORING = {number.replace(" ", ""): stored for number, stored, _, _ in TOYS}
_PAYING = {number.replace(" ", ""): paid for number, _, paid, _ in TOYS}


def digits(number: str) -> str:
    """A card number without blanks and dashes."""
    return number.replace(" ", "").replace("-", "")


def number_problem(number: str) -> str:
    """What is wrong with the look of a card number, or ""."""
    plain = digits(number)
    if not plain.isascii() or not plain.isdigit() or not 13 <= len(plain) <= 19:
        return "Type the 13 to 19 digits of the card."
    if plain[0] not in BRANDS or not _check_digit_is_right(plain):
        return "This is not the number of a card. Compare it with the card."
    return ""


def outcome_of(number: str) -> str:
    """What becomes of a toy card that is to be stored; every number that is none is declined."""
    return _STORING.get(digits(number), "declined")


def outcome_of_paying(number: str) -> str:
    """What becomes of a toy card that is to pay; every number that is none is declined."""
    return _PAYING.get(digits(number), "declined")


def brand_of(number: str) -> str:
    """Whose card it is, by its first digit."""
    return BRANDS[digits(number)[0]]


def _check_digit_is_right(number: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, sign in enumerate(reversed(number)):
        doubled = int(sign) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
