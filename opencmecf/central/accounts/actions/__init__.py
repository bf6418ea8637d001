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
from opencmecf.central.accounts.actions.lost_mailbox import (
    WrongHolder,
    confirm_new_mailbox,
    give_up_unconfirmed_mailboxes,
    look_at_mailbox,
    remind_of_lost_mailboxes,
    replace_lost_mailboxes,
    report_lost_mailbox,
    stop_lost_mailbox,
    stop_lost_mailbox_by_link,
    withdraw_lost_mailbox,
)
from opencmecf.central.accounts.actions.notices import write_at_court, write_everywhere
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
    "WrongHolder",
    "WrongPassword",
    "activate_case_search",
    "cancel_email_change",
    "change_address",
    "change_email",
    "change_name",
    "change_password",
    "change_username",
    "confirm_email",
    "confirm_new_mailbox",
    "create_account",
    "decide_review",
    "end_case_search_of_firm",
    "end_review",
    "forget_unconfirmed_registrations",
    "give_up_unconfirmed_mailboxes",
    "have_sessions_ended",
    "keep_upgrade_step",
    "look_at_mailbox",
    "note_request",
    "note_search",
    "note_told_taken",
    "prove_own",
    "register_account",
    "remind_of_lost_mailboxes",
    "replace_lost_mailboxes",
    "report_lost_mailbox",
    "request_email_change",
    "request_password_reset",
    "resend_confirmation",
    "reset_password",
    "send_username",
    "stop_email_change",
    "stop_lost_mailbox",
    "stop_lost_mailbox_by_link",
    "tell_courts",
    "upgrade_account",
    "withdraw_lost_mailbox",
    "write_at_court",
    "write_everywhere",
]
