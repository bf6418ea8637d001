"""`cmecf check`: what is no fault, and should be known all the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opencmecf import cli

pytestmark = pytest.mark.django_db


def test_a_deployment_without_a_date_for_second_factors_is_told(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SECOND_FACTOR_REQUIRED_FROM = None
    assert cli.main(["check"]) == 0
    assert "note: SECOND_FACTOR_REQUIRED_FROM says never" in capsys.readouterr().out
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2026, 12, 31)
    assert cli.main(["check"]) == 0
    assert "note:" not in capsys.readouterr().out
