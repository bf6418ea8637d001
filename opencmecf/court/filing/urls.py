"""Filing: the menus, the drafts, the steps."""

from django.urls import path, re_path

from opencmecf.court.filing.views import drafts, menu, steps, submission

MENUS = "civil|criminal|bankruptcy|adversary|filing"

urlpatterns = [
    re_path(rf"^(?P<slug>{MENUS})$", menu.filing_menu, name="filing-menu"),
    path("filing/drafts", drafts.drafts, name="filing-drafts"),
    path("filing/<uuid:draft_id>", drafts.resume, name="filing-resume"),
    path("filing/<uuid:draft_id>/check", drafts.check, name="filing-check"),
    path("filing/<uuid:draft_id>/duplicate", drafts.duplicate, name="filing-duplicate"),
    path("filing/<uuid:draft_id>/discard", drafts.discard, name="filing-discard"),
    path("filing/<uuid:draft_id>/hand-over", drafts.hand_over, name="filing-hand-over"),
    path("filing/<uuid:draft_id>/submit", submission.submit, name="submit-filing"),
    path("filing/<uuid:draft_id>/documents", steps.documents_step, name="filing-documents"),
    path("filing/<uuid:draft_id>/<slug:step>", steps.step, name="filing-step"),
    # Below the paths of drafts: at courts of appeals the menu itself is called filing.
    re_path(rf"^(?P<slug>{MENUS})/(?P<category>[a-z0-9-]{{1,60}})$", menu.start, name="filing-start"),
]
