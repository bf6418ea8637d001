"""Who may do what, as data: the permissions, the roles, and which role holds which. Kept in alphabetical order."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a person may be allowed to do, named scope:subject:verb."""

    ACCOUNT_LOOK = "account:any:look"
    ACCOUNT_MAILBOX_REPLACE = "account:lost-mailbox:replace"
    ACCOUNT_MANAGE = "account:own:manage"
    ACCOUNT_MERGE = "account:exempt:merge"
    ACCOUNT_SECOND_FACTOR_RESET = "account:second-factor:reset"
    ACCOUNT_STATUS_CHANGE = "account:status:change"
    ADMISSION_APPLY = "admission:own:apply"
    ADMISSION_DECIDE = "admission:application:decide"
    BILLING_HISTORY_READ = "billing:own-history:read"
    BILLING_VIEW_FREE = "billing:view:free"
    CASE_QUERY = "case:query:run"
    CLIENT_CODE_CHANGE = "session:client-code:change"
    COURT_ADD = "court:profile:add"
    COURT_CHANGE = "court:profile:change"
    COURT_GO_LIVE = "court:go-live:schedule"
    DOCKET_ENTRY_CORRECT = "docket:entry:correct"
    DOCKET_EXPORT = "docket:sheet:export"
    DOCKET_IMPORT = "docket:sheet:import"
    DOCUMENT_FILE = "filing:document:file"
    EXEMPTION_GRANT = "account:exemption:grant"
    EXEMPTION_SWITCH = "session:exemption:switch"
    FILER_LINK = "filer:account:link"
    FILER_MANAGE = "filer:account:manage"
    FIRM_MANAGE = "firm:members:manage"
    JOBS_OPERATE = "operations:jobs:operate"
    LETTER_SEND = "activation:letter:send"
    MOTIONS_PENDING_READ = "motions:pending:read"
    PROGRAM_DECIDE = "program:any:decide"
    PROGRAM_REGISTER = "program:own:register"
    RECORD_RESTRICT = "record:any:restrict"
    RECORD_RESTRICTED_READ = "record:restricted:read"
    RECORD_SEALED_READ = "record:sealed:read"
    REGISTRATION_REVIEW = "registration:any:review"
    REPORT_RUN = "report:any:run"
    SEARCH_RUN = "search:full-text:run"
    STAFF_MANAGE = "staff:account:manage"
    UPLOAD_POLICY_CHANGE = "court:upload-policy:change"
    UTILITIES_OPEN = "utilities:menu:open"


class Role(StrEnum):
    """What somebody is at the site they are using now."""

    ACCOUNT_HOLDER = "account_holder"  # anybody signed in at a central site
    CLERK = "clerk"
    COURT_ADMIN = "court_admin"
    COURT_LOGIN = "court_login"  # a filer signed in with the court's own login, at a CurrentGen court
    FILER = "filer"  # a filer whose court account is linked, at a NextGen court
    FIRM_ADMINISTRATOR = "firm_administrator"  # signed in at a central site with a PACER Administrative Account
    JUDGE = "judge"
    OPERATOR = "operator"  # who runs the deployment, at the command line
    PACER_USER = "pacer_user"  # signed in at a court with a PACER account that may view
    SERVICE_CENTER = "service_center"


_VIEWING = frozenset(
    {
        Permission.ADMISSION_APPLY,
        Permission.BILLING_HISTORY_READ,
        Permission.CASE_QUERY,
        Permission.CLIENT_CODE_CHANGE,
        Permission.EXEMPTION_SWITCH,
        Permission.FILER_LINK,
        Permission.REPORT_RUN,
        Permission.UTILITIES_OPEN,
    }
)
_STAFF = _VIEWING - {Permission.ADMISSION_APPLY, Permission.EXEMPTION_SWITCH, Permission.FILER_LINK} | {
    Permission.BILLING_VIEW_FREE,
    Permission.DOCUMENT_FILE,
    Permission.MOTIONS_PENDING_READ,
    Permission.RECORD_RESTRICTED_READ,
    Permission.SEARCH_RUN,
}
_CHAMBERS = _STAFF | {Permission.RECORD_RESTRICT, Permission.RECORD_SEALED_READ}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ACCOUNT_HOLDER: frozenset({Permission.ACCOUNT_MANAGE, Permission.PROGRAM_REGISTER}),
    Role.CLERK: _CHAMBERS | {Permission.ADMISSION_DECIDE, Permission.DOCKET_ENTRY_CORRECT, Permission.FILER_MANAGE},
    Role.COURT_ADMIN: _STAFF
    | {
        Permission.ADMISSION_DECIDE,
        Permission.COURT_CHANGE,
        Permission.COURT_GO_LIVE,
        Permission.DOCKET_EXPORT,
        Permission.DOCKET_IMPORT,
        Permission.FILER_MANAGE,
        Permission.STAFF_MANAGE,
        Permission.UPLOAD_POLICY_CHANGE,
    },
    Role.COURT_LOGIN: frozenset({Permission.DOCUMENT_FILE, Permission.SEARCH_RUN, Permission.UTILITIES_OPEN}),
    Role.FILER: _VIEWING | {Permission.DOCUMENT_FILE, Permission.SEARCH_RUN},
    Role.FIRM_ADMINISTRATOR: frozenset({Permission.ACCOUNT_MANAGE, Permission.FIRM_MANAGE}),
    Role.JUDGE: _CHAMBERS,
    Role.OPERATOR: frozenset({Permission.COURT_ADD}),
    Role.PACER_USER: _VIEWING,
    Role.SERVICE_CENTER: frozenset(
        {
            Permission.ACCOUNT_LOOK,
            Permission.ACCOUNT_MAILBOX_REPLACE,
            Permission.ACCOUNT_MANAGE,
            Permission.ACCOUNT_MERGE,
            Permission.ACCOUNT_SECOND_FACTOR_RESET,
            Permission.ACCOUNT_STATUS_CHANGE,
            Permission.EXEMPTION_GRANT,
            Permission.JOBS_OPERATE,
            Permission.LETTER_SEND,
            Permission.PROGRAM_DECIDE,
            Permission.REGISTRATION_REVIEW,
        }
    ),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that somebody with all of `roles` may do."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
