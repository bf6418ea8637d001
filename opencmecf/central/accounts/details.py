"""What a person tells about himself or herself, as one value, between a form and an action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who the holder of an account is; the field names are those of `Account`."""

    first_name: str
    last_name: str
    prefix: str = ""
    middle_name: str = ""
    generation: str = ""
    suffix: str = ""
    date_of_birth: date | None = None
    user_type: str = "Individual"


@dataclass(frozen=True, kw_only=True)
class Name:
    """What the holder of an account is called; the field names are those of `Account`."""

    first_name: str
    last_name: str
    prefix: str = ""
    middle_name: str = ""
    generation: str = ""
    suffix: str = ""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the holder of an account is reached, e-mail apart; the field names are those of `Account`."""

    firm_name: str = ""
    unit: str = ""
    address: str = ""
    address_2: str = ""
    city: str = ""
    state: str = ""
    county: str = ""
    zip_code: str = ""
    country: str = "United States of America"
    telephone: str = ""
    alternate_telephone: str = ""
    text_telephone: str = ""
    fax: str = ""
