"""What the accounts desk does."""

from opencmecf.court.desk.actions.accounts import change_account, disable_account, enable_account
from opencmecf.court.desk.actions.contact_changes import approve_change, receive_change, reject_change
from opencmecf.court.desk.actions.go_live import note_rehearsal, reverse_go_live

__all__ = [
    "approve_change",
    "change_account",
    "disable_account",
    "enable_account",
    "note_rehearsal",
    "receive_change",
    "reject_change",
    "reverse_go_live",
]
