"""Registering, confirming, upgrading and changing accounts."""

from opencmecf.central.accounts.actions.case_search import activate_case_search, end_case_search_of_firm
from opencmecf.central.accounts.actions.claims import tell_courts
from opencmecf.central.accounts.actions.contact import (
    cancel_email_change,
    change_address,
    change_email,
    change_name,
    request_email_change,
    stop_email_change,
)
from opencmecf.central.accounts.actions.credentials import (
    WrongPassword,
    change_password,
    change_username,
    prove_own,
    request_password_reset,
    reset_password,
    send_username,
)
from opencmecf.central.accounts.actions.registration import (
    MayExist,
    confirm_email,
    create_account,
    forget_unconfirmed_registrations,
    register_account,
    resend_confirmation,
)
from opencmecf.central.accounts.actions.reviews import decide_review, end_review
from opencmecf.central.accounts.actions.saving import LinkExpired, UsernameTaken, have_sessions_ended
from opencmecf.central.accounts.actions.searches import note_search
from opencmecf.central.accounts.actions.strangers import note_request, note_told_taken
from opencmecf.central.accounts.actions.upgrade import keep_upgrade_step, upgrade_account

__all__ = [
    "LinkExpired",
    "MayExist",
    "UsernameTaken",
    "WrongPassword",
    "activate_case_search",
    "cancel_email_change",
    "change_address",
    "change_email",
    "change_name",
    "change_password",
    "change_username",
    "confirm_email",
    "create_account",
    "decide_review",
    "end_case_search_of_firm",
    "end_review",
    "forget_unconfirmed_registrations",
    "have_sessions_ended",
    "keep_upgrade_step",
    "note_request",
    "note_search",
    "note_told_taken",
    "prove_own",
    "register_account",
    "request_email_change",
    "request_password_reset",
    "resend_confirmation",
    "reset_password",
    "send_username",
    "stop_email_change",
    "tell_courts",
    "upgrade_account",
]
