"""The clerk's office."""

from django.urls import path

from opencmecf.court.clerk.views import correcting, filings, history, motions, replacing

urlpatterns = [
    path("clerk/filings", filings.filings, name="clerk-filings"),
    path("clerk/entries", filings.find_entry, name="clerk-find-entry"),
    path("clerk/entries/<int:pk>", filings.entry, name="clerk-entry"),
    path("clerk/entries/<int:pk>/review", filings.review, name="clerk-review"),
    path("clerk/entries/<int:pk>/correct", correcting.correct, name="clerk-correct"),
    path("clerk/entries/<int:pk>/documents/<int:number>/replace", replacing.replace, name="clerk-replace"),
    path("clerk/replaced/<str:document_id>", replacing.replaced, name="clerk-replaced"),
    path("entries/<int:pk>/history", history.entry_history, name="entry-history"),
    path("reports/pending-motions", motions.pending_motions, name="pending-motions"),
]
