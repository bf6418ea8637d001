"""Settings, all from the environment. Every variable is listed in docs/operations/settings.md."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
import structlog
from csp.constants import NONE, SELF

from opencmecf.foundation.maintenance import announced
from opencmecf.foundation.observability.log_lines import JsonLines, without_paths, without_rows
from opencmecf.foundation.password_rules import validators_of
from opencmecf.foundation.sites.names import SiteKind, parse_site_names

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env.str("CMECF_VAR", default=str(ROOT / "var")))

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
DEMO = env.bool("CMECF_DEMO", default=False)

# --- sites -----------------------------------------------------------------------------------------------------------
DOMAIN = env.str("CMECF_DOMAIN", default="localhost:8000")
LOCAL_NAMES = f"http pacer=pacer.{DOMAIN} login=login.{DOMAIN} pcl=pcl.{DOMAIN} court=ecf.{{court}}.{DOMAIN}"
SITE_NAMES = parse_site_names(env.str("SITE_NAMES", default=LOCAL_NAMES))
CALL_PRIVATE_ADDRESSES = env.bool("CALL_PRIVATE_ADDRESSES", default=DEMO)  # see foundation/outside.py
INTERNAL_BASE_URL = env.str("INTERNAL_BASE_URL", default="")  # empty: one process serves both layers
ALLOWED_HOSTS = ["*"]  # SiteMiddleware answers to the names in SITE_NAMES alone
ROOT_URLCONF = "opencmecf.config.urls_pacer"  # SiteMiddleware sets the site's own
WSGI_APPLICATION = "opencmecf.config.wsgi.application"
APPEND_SLASH = False
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])  # addresses whose X-Forwarded-For is believed
METRICS_FROM = env.list("METRICS_FROM", default=["127.0.0.1", "::1"])
MAILBOX = Path(env.str("CMECF_MAILBOX", default=str(VAR / "mail")))
STORE = Path(env.str("CMECF_STORE", default=str(VAR / "store")))  # see foundation/storage
X_ACCEL_PREFIX = env.str("X_ACCEL_PREFIX", default="")  # where nginx finds STORE, as /stored/; empty: we send the files
COMBINED_PDF_LIMIT = 1_024_000 * env.int("COMBINED_PDF_LIMIT_MB", default=500)
ZIP_LIMIT = 1_024_000 * env.int("ZIP_LIMIT_MB", default=2000)

ADMISSIONS_FOLDER = Path(env.str("ADMISSIONS_FOLDER", default=str(VAR / "admissions")))  # what courts change in forms
EVENTS_FOLDER = Path(env.str("EVENTS_FOLDER", default=str(VAR / "events")))  # what courts change in their dictionaries
FILE_UPLOAD_HANDLERS = ["opencmecf.foundation.storage.arrivals.NoFiles"]  # a view that takes files says where they go

SERVICE_CENTER_TELEPHONE = env.str("SERVICE_CENTER_TELEPHONE", default="")
SERVICE_CENTER_HOURS = env.str("SERVICE_CENTER_HOURS", default="")
SERVICE_CENTER_TIME_ZONE = ZoneInfo(env.str("SERVICE_CENTER_TIME_ZONE", default="America/Chicago"))
PLANNED_MAINTENANCE = announced(env.str("PLANNED_MAINTENANCE", default=""))

# Where cards are typed, as docs/operations/card-processor.md describes; empty: cards cannot be given.
CARD_PROCESSOR_URL = env.str("CARD_PROCESSOR_URL", default="")
CARD_PROCESSOR_SECRET = env.str("CARD_PROCESSOR_SECRET", default="")

# --- the house -------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "opencmecf.foundation.ui",  # before django.forms: its templates replace theirs
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "csp",
    "opencmecf.foundation.audit",
    "opencmecf.foundation.jobs",
    "opencmecf.foundation.help",
    "opencmecf.foundation.mail",
    "opencmecf.foundation.unsent",
    "opencmecf.central.directory",
    "opencmecf.central.contact_changes",
    "opencmecf.central.accounts",
    "opencmecf.central.efile",
    "opencmecf.central.second_factor",
    "opencmecf.central.firms",
    "opencmecf.central.payments",
    "opencmecf.central.activation",
    "opencmecf.central.exemptions",
    "opencmecf.central.signon",
    "opencmecf.central.programs",
    "opencmecf.central.delegations",
    "opencmecf.central.desk",
    "opencmecf.central.billing",
    "opencmecf.central.locator",
    "opencmecf.court.profile",
    "opencmecf.court.filers",
    "opencmecf.court.sessions",
    "opencmecf.court.metering",
    "opencmecf.court.cases",
    "opencmecf.court.documents",
    "opencmecf.court.intake",
    "opencmecf.court.docket",
    "opencmecf.court.motions",
    "opencmecf.court.notices",
    "opencmecf.court.receipts",
    "opencmecf.court.appearances",
    "opencmecf.court.agents",
    "opencmecf.court.admissions",
    "opencmecf.court.delegation",
    "opencmecf.court.filing",
    "opencmecf.court.query",
    "opencmecf.court.desk",
    "opencmecf.court.viewing",
    "opencmecf.court.clerk",
    "opencmecf.court.menus",
    "opencmecf.exchange.uploads",
    "opencmecf.demo",
]
MIDDLEWARE = [
    "opencmecf.foundation.observability.middleware.PulseMiddleware",
    "opencmecf.foundation.observability.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "opencmecf.foundation.ui.policy.PolicyMiddleware",
    "opencmecf.foundation.sites.middleware.SiteMiddleware",
    "opencmecf.foundation.access.refusals.RefusalMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "opencmecf.central.signon.middleware.CentralActorMiddleware",
    "opencmecf.court.sessions.middleware.CourtActorMiddleware",
    "opencmecf.foundation.unsent.middleware.UnsentFormMiddleware",
    "opencmecf.foundation.access.doors.DoorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["opencmecf.foundation.ui.context.page"]},
    }
]
FORM_RENDERER = "opencmecf.foundation.ui.renderer.Renderer"
AUTH_USER_MODEL = "accounts.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["auth.E003"]  # user names are unique, by a constraint over their lower-case form

# --- database --------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql:///opencmecf")}
DATABASES["default"]["ENGINE"] = "opencmecf.foundation.database.engine"
DATABASES["default"].update(CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=600), CONN_HEALTH_CHECKS=True)
# The role that web and worker processes take; it cannot change the audit trail. See foundation/database/roles.py.
WEB_ROLE = env.str("WEB_ROLE", default="opencmecf_web")
if env.bool("AS_WEB_ROLE", default=False):
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = f"-c role={WEB_ROLE}"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["opencmecf.foundation.jobs.worker"]

# --- people's secrets ------------------------------------------------------------------------------------------------
PASSWORD_HASHERS = ["opencmecf.foundation.passwords.Argon2"]
# Which rule passwords follow: `nist` (SP 800-63B-4) or `pacer-2025`. See foundation/password_rules.py.
PASSWORD_RULE = env.str("PASSWORD_RULE", default="nist")
AUTH_PASSWORD_VALIDATORS = validators_of(PASSWORD_RULE)
# A sorted file of SHA-1 hashes of known passwords, one in a line, as Have I Been Pwned publishes it; empty: none.
PASSWORD_BLOCK_FILE = env.str("PASSWORD_BLOCK_FILE", default="")
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
# The day from which filers and staff must have a second factor, as 2026-12-31, or `always`; with `never` it is
# everybody's own choice. Who runs a deployment that others reach and says nothing has decided for `always`.
_OTHERWISE = "always" if SITE_NAMES[0].scheme == "https" and not DEMO else "never"
_REQUIRED_FROM = env.str("SECOND_FACTOR_REQUIRED_FROM", default="") or _OTHERWISE
_WORDS = {"always": date.min, "never": None}
SECOND_FACTOR_REQUIRED_FROM = _WORDS[_REQUIRED_FROM] if _REQUIRED_FROM in _WORDS else date.fromisoformat(_REQUIRED_FROM)
# How long the holder of an account has to object when the service center was asked to remove the second factor.
SECOND_FACTOR_RESET_WAIT_HOURS = env.int("SECOND_FACTOR_RESET_WAIT_HOURS", default=72)
# The same when it was told of a new e-mail address: longer, since everything else is recovered by the mailbox.
LOST_MAILBOX_WAIT_HOURS = env.int("LOST_MAILBOX_WAIT_HOURS", default=168)

# --- transport security ----------------------------------------------------------------------------------------------
HTTPS = SITE_NAMES[0].scheme == "https"
if env.bool("TRUST_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "opencmecf.foundation.ui.views.csrf_failure"
CSRF_USE_SESSIONS = False
# A form that is sent after the session has ended leads to the login site; browsers hold redirects to `form-action` too.
LOGIN_SITES = [names.url(SiteKind.LOGIN, "") for names in SITE_NAMES if names.has(SiteKind.LOGIN)]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF, *LOGIN_SITES],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- mail ------------------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("SMTP_URL", default="smtp://127.0.0.1:2525")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default=urlsplit(f"//{DOMAIN}").hostname or "localhost")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"PACER Service Center <noreply@{MAIL_DOMAIN}>")

# --- static files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
NODE_MODULES = ROOT / "node_modules"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "opencmecf.foundation.ui.finders.NodeModulesFinder",
]
STATIC_COLLECTED = env.bool("STATIC_COLLECTED", default=False)
STATIC_FILES = f"opencmecf.foundation.ui.static_files.{'Collected' if STATIC_COLLECTED else 'Found'}StaticFiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_FILES},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED

# --- uploads ---------------------------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # saved docket sheets that are handed over at once

# --- words and time --------------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = False

# --- logs ------------------------------------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": JsonLines,
            "processors": [
                structlog.processors.format_exc_info,
                without_rows,
                without_paths,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                JsonLines.remove_processors_meta,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {name: {"level": "WARNING"} for name in ("httpx", "pikepdf", "procrastinate")}
    | {"django.request": {"level": "ERROR"}},  # what was refused has its line already, by the name of its page
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=logging.getLogger,
    cache_logger_on_first_use=True,
)
