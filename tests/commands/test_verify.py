"""`cmecf verify` as people call it: with a receipt and files, and nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from opencmecf import cli
from opencmecf.court.receipts.tests.test_verifying import PUBLIC, receipt

FILED = b"%PDF-1.7 the motion"


def test_the_command_tells_right_from_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, other, held = tmp_path / "motion.pdf", tmp_path / "other.pdf", tmp_path / "receipt.json"
    file.write_bytes(FILED)
    other.write_bytes(FILED + b"!")
    held.write_text(json.dumps(receipt(hashlib.sha256(FILED).hexdigest())))
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": [PUBLIC]}))
    assert cli.main(["verify", str(held), str(file), "--keys", str(keys)]) == 0
    assert "motion.pdf is Main Document as it was filed." in capsys.readouterr().out
    assert cli.main(["verify", str(held), str(other), "--keys", str(keys)]) == 1
    assert "WRONG  other.pdf" in capsys.readouterr().out
