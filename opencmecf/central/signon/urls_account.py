"""What Manage My Account shows of Central Sign-On."""

from django.urls import path

from opencmecf.central.signon import account_views

urlpatterns = [
    path("manage/sessions", account_views.session_list, name="session-list"),
    path("manage/sessions/end-others", account_views.end_other_sessions, name="end-other-sessions"),
    path("manage/sessions/<uuid:sid>/end", account_views.end_session, name="end-session"),
    path("manage/programs/<slug:fingerprint>/end", account_views.end_program, name="end-program"),
    path("manage/security-log", account_views.security_log, name="security-log"),
]
