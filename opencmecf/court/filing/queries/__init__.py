"""What filings are read from: who files, drafts with what is known around them, and what can be chosen."""

from opencmecf.court.filing.queries.around import (
    Workspace,
    surroundings,
    workspace,
    workspace_to_submit,
    workspace_with,
)
from opencmecf.court.filing.queries.choices import (
    MOST_ENTRIES,
    associated_cases,
    cases_found,
    entries_to_refer_to,
    served,
)
from opencmecf.court.filing.queries.drafts import (
    MOST_DRAFTS,
    DraftRow,
    draft_of,
    draft_rows,
    filed_rows,
    late_form,
    late_step,
    open_drafts,
    rows_filed_for,
    rows_of,
)
from opencmecf.court.filing.queries.filer import (
    account_of,
    barred,
    check_may_open_menu,
    may_file,
    menus_of,
    principals_of,
    role_in_words,
)

__all__ = [
    "MOST_DRAFTS",
    "MOST_ENTRIES",
    "DraftRow",
    "Workspace",
    "account_of",
    "associated_cases",
    "barred",
    "cases_found",
    "check_may_open_menu",
    "draft_of",
    "draft_rows",
    "entries_to_refer_to",
    "filed_rows",
    "late_form",
    "late_step",
    "may_file",
    "menus_of",
    "open_drafts",
    "principals_of",
    "role_in_words",
    "rows_filed_for",
    "rows_of",
    "served",
    "surroundings",
    "workspace",
    "workspace_to_submit",
    "workspace_with",
]
