"""What is the same in every court: the federal courts themselves, natures of suit, causes of action."""

from opencmecf.foundation.reference.codes import Cause, NatureOfSuit, SuitKind, causes, natures_of_suit
from opencmecf.foundation.reference.court_kind import CourtKind
from opencmecf.foundation.reference.courts import Court, court, court_by_locator_id, courts

__all__ = [
    "Cause",
    "Court",
    "CourtKind",
    "NatureOfSuit",
    "SuitKind",
    "causes",
    "court",
    "court_by_locator_id",
    "courts",
    "natures_of_suit",
]
