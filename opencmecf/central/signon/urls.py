"""The login site."""

from django.urls import path

from opencmecf.central.signon import court_views, machine_views, second_step_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("csologin/login.jsf", views.login, name="login"),
    path("csologin/second-factor", second_step_views.second_factor_page, name="second-factor-page"),
    path("csologin/no-access", second_step_views.no_access, name="no-access"),
    path("csologin/passkey", second_step_views.passkey_login, name="passkey-login"),
    path("csologin/passkey/options", second_step_views.passkey_options, name="passkey-options"),
    path("csologin/set-up-second-factor", second_step_views.set_up, name="set-up-second-factor"),
    path("signon/authorize", views.authorize, name="authorize"),
    path("signon/logout", views.logout, name="logout"),
    path(".well-known/openid-configuration", machine_views.discovery, name="discovery"),
    path("signon/jwks", machine_views.jwks, name="jwks"),
    path("signon/token", machine_views.token, name="token"),
    path("signon/userinfo", machine_views.userinfo, name="userinfo"),
    path("signon/introspect", machine_views.introspect, name="introspect"),
    path("signon/revoke", machine_views.revoke, name="revoke"),
    path("services/cso-auth", machine_views.cso_auth, name="cso-auth"),
    path("services/cso-logout", machine_views.cso_logout, name="cso-logout"),
    path(
        "internal/courts/<slug:court_id>/contact-changes/<uuid:change_id>",
        court_views.contact_change,
        name="contact-change-decision",
    ),
    path(
        "internal/courts/<slug:court_id>/requests/<uuid:request_id>",
        court_views.efile_request,
        name="efile-request",
    ),
    path("internal/courts/<slug:court_id>/fees/<uuid:fee_id>", court_views.fee, name="fee-register"),
    path("internal/courts/<slug:court_id>/fees/<uuid:fee_id>/close", court_views.close_fee, name="fee-close"),
    path("internal/courts/<slug:court_id>/readiness", court_views.readiness, name="readiness"),
    path("csologin/password-due", second_step_views.password_due, name="password-due"),
    path("internal/courts/<slug:court_id>", machine_views.court_register, name="court-register"),
    path(
        "internal/courts/<slug:court_id>/filers/<slug:account_number>",
        machine_views.filer_register,
        name="filer-register",
    ),
    path("internal/courts/<slug:court_id>/people/<slug:account_number>", machine_views.standing, name="standing"),
]
