"""The sandbox of this process, in which every PDF is looked at."""

from __future__ import annotations

from opencmecf.foundation.sandbox import Sandbox

checks = Sandbox("opencmecf.court.intake.checks.entry")
