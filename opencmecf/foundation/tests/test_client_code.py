from __future__ import annotations

import pytest

from opencmecf.foundation import client_code
from opencmecf.foundation.errors import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  4410-02 ", "4410-02"),
        ("Smith   v.\tJones", "Smith v. Jones"),
        ("x" * 32, "x" * 32),
        (" " + "x" * 32 + " ", "x" * 32),
    ],
)
def test_a_client_code_is_kept_without_needless_spaces(typed: str, kept: str) -> None:
    assert client_code.checked(typed) == kept


def test_a_client_code_of_33_characters_is_refused_with_its_length() -> None:
    with pytest.raises(Refused, match="at most 32 characters; this one has 33"):
        client_code.checked("x" * 33)
