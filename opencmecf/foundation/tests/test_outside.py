"""Calls to servers of others go to public addresses alone."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from opencmecf.foundation.outside import NotPublic, outside_http, public_address


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "::1", "0.0.0.0"])
def test_an_address_inside_is_not_called(settings: Any, host: str) -> None:
    settings.CALL_PRIVATE_ADDRESSES = False
    with pytest.raises(NotPublic):
        public_address(host, 443)
    settings.CALL_PRIVATE_ADDRESSES = True
    assert public_address(host, 443)


def test_a_public_address_is_called() -> None:
    assert public_address("8.8.8.8", 443) == "8.8.8.8"


def test_a_name_that_is_not_known_is_an_error_of_the_connection() -> None:
    with pytest.raises(httpx.ConnectError):
        public_address("calendar.invalid", 443)


def test_the_client_refuses_them_too(settings: Any) -> None:
    settings.CALL_PRIVATE_ADDRESSES = False
    with pytest.raises(NotPublic):
        outside_http().post("http://127.0.0.1:1/", data={})
