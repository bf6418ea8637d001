"""Second factors at the accounts site: Manage My Account, the link that stops a reset, the service center's desk."""

from django.urls import path

from opencmecf.central.second_factor.views import desk, manage

urlpatterns = [
    path("manage/mfa", manage.methods, name="second-factor"),
    path("manage/mfa/begin/<slug:what>", manage.begin, name="second-factor-begin"),
    path("manage/mfa/confirm/<slug:what>", manage.confirm, name="second-factor-confirm"),
    path("manage/mfa/app", manage.add_app, name="second-factor-add-app"),
    path("manage/mfa/app/code.svg", manage.app_code, name="second-factor-app-code"),
    path("manage/mfa/app/<int:app_id>/delete", manage.delete_app, name="second-factor-delete-app"),
    path("manage/mfa/codes", manage.backup_codes, name="second-factor-codes"),
    path("manage/mfa/codes/delete", manage.delete_codes, name="second-factor-delete-codes"),
    path("manage/mfa/passkey/<int:passkey_id>/delete", manage.delete_passkey, name="second-factor-delete-passkey"),
    path("manage/mfa/device/<int:device_id>/forget", manage.forget_device, name="second-factor-forget-device"),
    path("manage/mfa/programs", manage.programs, name="second-factor-programs"),
    path("second-factor/stop-reset", manage.stop_reset, name="second-factor-stop-reset"),
    path("desk/second-factor", desk.find, name="desk-second-factor"),
    path("desk/second-factor/<slug:account_number>", desk.account, name="desk-second-factor-account"),
    path("desk/second-factor/<slug:account_number>/withdraw", desk.withdraw, name="desk-second-factor-withdraw"),
]
