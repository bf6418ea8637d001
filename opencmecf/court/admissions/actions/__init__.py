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
from opencmecf.court.admissions.actions.clerk import approve, ask, record_payment, reject, start_fee

__all__ = [
    "admit_to_case",
    "answer",
    "approve",
    "ask",
    "attach_paper",
    "begin",
    "end_case_admission",
    "record_payment",
    "reject",
    "remove_paper",
    "save_answers",
    "start_fee",
    "submit",
    "withdraw",
]
