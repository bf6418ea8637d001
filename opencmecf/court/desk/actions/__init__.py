"""What the accounts desk does."""

from opencmecf.court.desk.actions.accounts import change_account, disable_account, enable_account
from opencmecf.court.desk.actions.contact_changes import approve_change, receive_change, reject_change
from opencmecf.court.desk.actions.go_live import note_rehearsal, reverse_go_live
from opencmecf.court.desk.actions.queue_mail import choose_clerk_mail, send_summary, tell_clerks

__all__ = [
    "approve_change",
    "change_account",
    "choose_clerk_mail",
    "disable_account",
    "enable_account",
    "note_rehearsal",
    "receive_change",
    "reject_change",
    "reverse_go_live",
    "send_summary",
    "tell_clerks",
]
