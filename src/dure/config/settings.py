"""Settings. Everything that differs between places comes from the environment:

DURE_HOME           the folder of the database, the lake, the key and the uploads (./var)
DURE_DATABASE_URL   postgresql://user:word@host:port/name, or sqlite:///path (a file in the home folder)
DURE_LAKE           the folder of the lake (in the home folder), or s3://bucket/lake: docs/scale-out.md
DURE_ENGINE         what answers questions on the lake: duckdb, or spark+connect://host:port (duckdb)
DURE_HOSTS          the names this site answers to, with commas (127.0.0.1,localhost,[::1])
DURE_ORIGINS        the addresses it is reached at behind a proxy, with commas: https://dure.example.com
DURE_SECRET_KEY     the key that signs sessions (made once, kept in the home folder)
DURE_ZONE           the zone in which days and weeks are counted (Asia/Seoul)
DURE_DATA           the folder of the public data sets, for the demo and the tests (../shared/data)
DURE_DEBUG          1 while one builds
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent

#: Where dure keeps its database, its lake, its key and what people upload.
HOME = Path(os.environ.get("DURE_HOME", "var")).resolve()
LAKE = os.environ.get("DURE_LAKE") or str(HOME / "lake")
ENGINE = os.environ.get("DURE_ENGINE", "duckdb")


def _secret_key() -> str:
    """The key from the environment, or one made once and kept in the home folder, readable by its owner alone."""
    if "DURE_SECRET_KEY" in os.environ:
        return os.environ["DURE_SECRET_KEY"]
    kept = HOME / "secret_key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another process made it at the same moment
            pass
    return kept.read_text()


def _database() -> dict[str, object]:
    """SQLite in the home folder, or what ``DURE_DATABASE_URL`` names: postgresql://user:word@host:port/name."""
    url = urlparse(os.environ.get("DURE_DATABASE_URL", ""))
    if url.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or parse_qs(url.query).get("host", [""])[0],  # ?host=/run/... for a socket
            "PORT": str(url.port or ""),
            # psycopg opens four at most if nobody says otherwise: fewer than the server has threads.
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 20, "timeout": 20}},
        }
    if url.scheme not in ("", "sqlite"):
        raise ValueError(
            f"DURE_DATABASE_URL: {url.scheme!r} is unknown; use sqlite:///path or postgresql://..."
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(url.path) or HOME / "dure.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, because what is acknowledged must survive a power cut (NORMAL does not in WAL mode).
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("DURE_DEBUG", "") == "1"
ALLOWED_HOSTS = os.environ.get("DURE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("DURE_ORIGINS", "").split(",") if o]

RECORDS = [
    "ledger",
    "people",
    "voices",
    "promises",
    "handoffs",
    "work",
    "changes",
    "releases",
    "messages",
    "outcomes",
    "journeys",
    "improvements",
]
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *[f"dure.records.{name}.apps.{name.capitalize()}Config" for name in RECORDS],
    "dure.doors.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dure.doors.web.policy.content_policy",
]
ROOT_URLCONF = "dure.config.urls"
WSGI_APPLICATION = "dure.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "doors" / "web"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dure.doors.web.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": _database()}
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # What the worker tells the pages: how far a job has come.
    "shared": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": HOME / "shared"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("DURE_ZONE", "Asia/Seoul")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
WHITENOISE_USE_FINDERS = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
