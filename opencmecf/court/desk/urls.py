"""The accounts desk of a court."""

from django.urls import path

from opencmecf.court.desk.views import accounts, contact_changes, go_live, queue_mail

urlpatterns = [
    path("court/accounts", accounts.account_list, name="court-accounts"),
    path("court/accounts/issue", accounts.issue, name="court-account-issue"),
    path("court/accounts/<int:account_id>", accounts.account, name="court-account"),
    path("court/accounts/<int:account_id>/change", accounts.change, name="court-account-change"),
    path("court/accounts/<int:account_id>/invite", accounts.invite, name="court-account-invite"),
    path("court/accounts/<int:account_id>/disable", accounts.disable, name="court-account-disable"),
    path("court/accounts/<int:account_id>/enable", accounts.enable, name="court-account-enable"),
    path("court/accounts/<int:account_id>/bar-status", accounts.bar_status, name="court-account-bar-status"),
    path("court/accounts/<int:account_id>/unlink", accounts.unlink, name="court-account-unlink"),
    path("court/contact-changes", contact_changes.queue, name="contact-changes"),
    path("court/contact-changes/setting", contact_changes.setting, name="contact-changes-setting"),
    path("court/contact-changes/<int:change_pk>", contact_changes.change, name="contact-change"),
    path("court/contact-changes/<int:change_pk>/approve", contact_changes.approve, name="contact-change-approve"),
    path("utilities/queue-mail", queue_mail.preference, name="queue-mail"),
    path("utilities/queue-mail/court", queue_mail.setting, name="queue-mail-setting"),
    path("court/go-live/rehearsal", go_live.rehearsal, name="go-live-rehearsal"),
    path("court/go-live/rehearsal.csv", go_live.rehearsal_csv, name="go-live-rehearsal-csv"),
    path("court/go-live/reverse", go_live.reverse, name="go-live-reverse"),
    path("internal/contact-changes", contact_changes.receive, name="contact-changes-receive"),
]
