"""Setting up, proving and losing second factors."""

from opencmecf.central.second_factor.actions.backup_codes import delete_backup_codes, make_backup_codes
from opencmecf.central.second_factor.actions.devices import (
    forget_device,
    forget_devices,
    forget_expired_devices,
    is_remembered,
    remember_device,
)
from opencmecf.central.second_factor.actions.enrolment import (
    begin_enrolment,
    confirm_enrolment,
    forget_old_enrolments,
)
from opencmecf.central.second_factor.actions.methods import (
    add_app,
    add_passkey,
    ask_to_make_passkey,
    delete_app,
    delete_passkey,
)
from opencmecf.central.second_factor.actions.policy import let_programs_alone, skip_enrolment
from opencmecf.central.second_factor.actions.proof import (
    WrongProof,
    amr_of,
    ask_passkey,
    forget_old_challenges,
    prove_by_code,
    prove_by_passkey,
    take_challenge,
)
from opencmecf.central.second_factor.actions.resets import (
    carry_out_resets,
    look_at_account,
    request_reset,
    send_reminders,
    stop_reset,
    stop_reset_by_link,
    withdraw_reset,
)
from opencmecf.central.second_factor.actions.saving import locked_state as one_at_a_time

__all__ = [
    "WrongProof",
    "add_app",
    "add_passkey",
    "amr_of",
    "ask_passkey",
    "ask_to_make_passkey",
    "begin_enrolment",
    "carry_out_resets",
    "confirm_enrolment",
    "delete_app",
    "delete_backup_codes",
    "delete_passkey",
    "forget_device",
    "forget_devices",
    "forget_expired_devices",
    "forget_old_challenges",
    "forget_old_enrolments",
    "is_remembered",
    "let_programs_alone",
    "look_at_account",
    "make_backup_codes",
    "one_at_a_time",
    "prove_by_code",
    "prove_by_passkey",
    "remember_device",
    "request_reset",
    "send_reminders",
    "skip_enrolment",
    "stop_reset",
    "stop_reset_by_link",
    "take_challenge",
    "withdraw_reset",
]
