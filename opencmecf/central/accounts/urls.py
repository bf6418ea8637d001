"""Mounted at the root of the accounts site."""

from django.urls import path

from opencmecf.central.accounts.views import lost_mailbox, manage, name, recovery, registration, upgrade

urlpatterns = [
    path("", registration.home, name="home"),
    path("register", registration.register, name="register"),
    path("register/sent", registration.register_sent, name="register-sent"),
    path("register/confirm", registration.register_confirm, name="register-confirm"),
    path("register/resend", registration.register_resend, name="register-resend"),
    path("register/guide", registration.register_guide, name="register-guide"),
    path("register/<slug:account_class>", registration.register_class, name="register-class"),
    path("forgot-password", recovery.forgot_password, name="forgot-password"),
    path("forgot-username", recovery.forgot_username, name="forgot-username"),
    path("forgot/sent", recovery.forgot_sent, name="forgot-sent"),
    path("reset-password/<str:uidb64>/<str:token>", recovery.reset_password, name="reset-password"),
    path("password-changed", recovery.password_changed, name="password-changed"),
    path("manage", manage.manage, name="manage"),
    path("manage/password", manage.change_password, name="change-password"),
    path("manage/username", manage.change_username, name="change-username"),
    path("manage/name", name.change_name, name="change-name"),
    path("manage/courts/changes", name.changes_at_courts, name="changes-at-courts"),
    path("manage/address", manage.change_address, name="change-address"),
    path("manage/email", manage.change_email, name="change-email"),
    path("manage/email/sent", manage.change_email_sent, name="change-email-sent"),
    path("manage/email/cancel", manage.cancel_email_change, name="cancel-email-change"),
    path("manage/email/stop", manage.stop_email_change, name="stop-email-change"),
    path("manage/email/keep", lost_mailbox.keep_own_address, name="keep-own-address"),
    path("manage/email/confirm", manage.confirm_email, name="confirm-email"),
    path("manage/courts", manage.registered_courts, name="registered-courts"),
    path("manage/email-noticing", manage.email_noticing, name="email-noticing"),
    path("manage/history", manage.account_history, name="account-history"),
    path("lost-mailbox/confirm", lost_mailbox.confirm_new_mailbox, name="confirm-new-mailbox"),
    path("lost-mailbox/keep", lost_mailbox.keep_address, name="keep-address"),
    path("desk/lost-mailbox/<slug:account_number>", lost_mailbox.desk, name="desk-lost-mailbox"),
    path("desk/lost-mailbox/<slug:account_number>/withdraw", lost_mailbox.withdraw, name="desk-lost-mailbox-withdraw"),
    path("manage/upgrade", upgrade.upgrade, name="upgrade"),
    path("manage/upgrade/complete", upgrade.upgrade_complete, name="upgrade-complete"),
    path("manage/upgrade/<slug:step>", upgrade.upgrade_step, name="upgrade-step"),
]
