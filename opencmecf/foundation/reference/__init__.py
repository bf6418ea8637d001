"""What is the same in every court: the federal courts themselves, natures of suit, causes of action, access fees."""

from opencmecf.foundation.reference.codes import Cause, NatureOfSuit, SuitKind, causes, natures_of_suit
from opencmecf.foundation.reference.court_kind import CourtKind
from opencmecf.foundation.reference.courts import Court, court, court_by_locator_id, courts
from opencmecf.foundation.reference.fees import FeeSchedule, fee_schedules, fees_on

__all__ = [
    "Cause",
    "Court",
    "CourtKind",
    "FeeSchedule",
    "NatureOfSuit",
    "SuitKind",
    "causes",
    "court",
    "court_by_locator_id",
    "courts",
    "fee_schedules",
    "fees_on",
    "natures_of_suit",
]
