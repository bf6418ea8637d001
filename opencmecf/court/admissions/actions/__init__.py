"""What applicants and clerks do with applications, and what clerks do with admissions to cases."""

from opencmecf.court.admissions.actions.applicant import (
    answer,
    attach_paper,
    begin,
    remove_paper,
    save_answers,
    submit,
    withdraw,
)
from opencmecf.court.admissions.actions.cases import admit_to_case, end_case_admission
from opencmecf.court.admissions.actions.clerk import approve, ask, reject
from opencmecf.court.admissions.actions.fees import (
    note_told,
    record_card_payment,
    record_payment,
    start_fee,
    take_over_payment,
    waive_fee,
)

__all__ = [
    "admit_to_case",
    "answer",
    "approve",
    "ask",
    "attach_paper",
    "begin",
    "end_case_admission",
    "note_told",
    "record_card_payment",
    "record_payment",
    "reject",
    "remove_paper",
    "save_answers",
    "start_fee",
    "submit",
    "take_over_payment",
    "waive_fee",
    "withdraw",
]
