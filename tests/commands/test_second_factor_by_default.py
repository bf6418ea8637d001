"""What the settings say about second factors of filers and staff where nobody has decided."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OVER_HTTPS = "https pacer=pacer.example.gov login=login.example.gov court=ecf.{court}.example.gov"
ASKED = "from opencmecf.config import settings; print(settings.SECOND_FACTOR_REQUIRED_FROM)"


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({}, "None"),  # at home, over plain HTTP
        ({"SITE_NAMES": OVER_HTTPS}, "0001-01-01"),
        ({"SITE_NAMES": OVER_HTTPS, "SECOND_FACTOR_REQUIRED_FROM": ""}, "0001-01-01"),
        ({"SITE_NAMES": OVER_HTTPS, "SECOND_FACTOR_REQUIRED_FROM": "never"}, "None"),
        ({"SITE_NAMES": OVER_HTTPS, "SECOND_FACTOR_REQUIRED_FROM": "2026-12-31"}, "2026-12-31"),
        ({"SITE_NAMES": OVER_HTTPS, "CMECF_DEMO": "1"}, "None"),
        ({"SECOND_FACTOR_REQUIRED_FROM": "always"}, "0001-01-01"),
    ],
)
def test_what_a_deployment_asks_for(given: dict[str, str], answer: str) -> None:
    ours = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")}
    run = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, env={**ours, **given}, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == answer
