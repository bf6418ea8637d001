"""The postal address of an account."""

from __future__ import annotations

from opencmecf.central.accounts.models import Account


def lines_of_address(account: Account) -> list[str]:
    """As on a letter within the United States, without the name; none when the account has no address."""
    city = " ".join(part for part in (f"{account.city}, {account.state}".strip(", "), account.zip_code) if part)
    country = "" if account.country.startswith("United States") else account.country
    lines = (account.firm_name, account.unit, account.address, account.address_2, city, country)
    return [line for line in lines if line]
