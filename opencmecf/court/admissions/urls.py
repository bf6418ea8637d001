"""Applying, deciding about applications, and what a filer sees of the own account."""

from django.urls import path

from opencmecf.court.admissions.views import account, applicant, clerk, form, machine

urlpatterns = [
    path("admissions", applicant.choose, name="admissions"),
    path("admissions/<uuid:application_id>", applicant.status, name="admission"),
    path("admissions/<uuid:application_id>/form/documents", form.documents, name="admission-documents"),
    path("admissions/<uuid:application_id>/form/<slug:step>", form.step, name="admission-step"),
    path("admissions/<uuid:application_id>/submit", applicant.submit, name="admission-submit"),
    path("admissions/<uuid:application_id>/answer", applicant.answer, name="admission-answer"),
    path("admissions/<uuid:application_id>/withdraw", applicant.withdraw, name="admission-withdraw"),
    path("admissions/<uuid:application_id>/papers/<int:paper_id>", applicant.paper, name="admission-paper"),
    path(
        "admissions/<uuid:application_id>/papers/<int:paper_id>/remove",
        form.remove_paper,
        name="admission-paper-remove",
    ),
    path("court/admissions", clerk.queue, name="admission-queue"),
    path("court/admissions/<uuid:application_id>", clerk.application, name="admission-request"),
    path("court/admissions/<uuid:application_id>/approve", clerk.approve, name="admission-approve"),
    path("court/admissions/<uuid:application_id>/ask", clerk.ask, name="admission-ask"),
    path("court/admissions/<uuid:application_id>/reject", clerk.reject, name="admission-reject"),
    path("court/admissions/<uuid:application_id>/start-fee", clerk.start_fee, name="admission-start-fee"),
    path("court/admissions/<uuid:application_id>/payment", clerk.record_payment, name="admission-payment"),
    path("court/admissions/<uuid:application_id>/waive-fee", clerk.waive_fee, name="admission-waive-fee"),
    path("internal/fee-payments", machine.fee_payment, name="fee-payments-receive"),
    path("court/accounts/<int:account_id>/cases", clerk.cases, name="court-account-cases"),
    path("court/accounts/<int:account_id>/cases/<int:admission_id>/end", clerk.end_case, name="court-account-case-end"),
    path("utilities/account", account.maintain, name="ecf-account"),
]
