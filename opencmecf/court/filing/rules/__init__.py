"""Decisions about a draft, as pure functions: its steps, what a change clears, what is missing, who may file."""

from opencmecf.court.filing.rules.filers import (
    filers_of,
    others_spoken_for,
    party_name,
    party_role,
    unrepresented,
    warnings_of,
)
from opencmecf.court.filing.rules.lacking import LONGEST_DESCRIPTION, MOST_ATTACHMENTS, Missing, missing, missing_at
from opencmecf.court.filing.rules.of_events import (
    against_need,
    early_prompts,
    events_of,
    field_of,
    is_closed_further,
    kinds_referred_to,
    later_prompts,
    main_document,
    outcomes_of,
    reference_need,
    restriction_of,
)
from opencmecf.court.filing.rules.settling import settled
from opencmecf.court.filing.rules.steps import first_open, steps_of

__all__ = [
    "LONGEST_DESCRIPTION",
    "MOST_ATTACHMENTS",
    "Missing",
    "against_need",
    "early_prompts",
    "events_of",
    "field_of",
    "filers_of",
    "first_open",
    "is_closed_further",
    "kinds_referred_to",
    "later_prompts",
    "main_document",
    "missing",
    "missing_at",
    "others_spoken_for",
    "outcomes_of",
    "party_name",
    "party_role",
    "reference_need",
    "restriction_of",
    "settled",
    "steps_of",
    "unrepresented",
    "warnings_of",
]
