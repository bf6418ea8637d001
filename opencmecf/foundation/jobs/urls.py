"""The operators' pages."""

from django.urls import path

from opencmecf.foundation.jobs import views

urlpatterns = [
    path("operations/jobs", views.job_list, name="job-list"),
    path("operations/jobs/<int:job_id>/retry", views.retry, name="job-retry"),
]
