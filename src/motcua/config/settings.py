"""The one settings file. What differs between places is in the environment, never here."""

from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from . import environment as env
from . import logs

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
DATA_DIR = Path(env.text("MOTCUA_DATA_DIR") or CHECKOUT / "var")
FILES_DIR = Path(env.text("MOTCUA_FILES_DIR") or DATA_DIR / "files")
BRAND_DIR = Path(env.text("MOTCUA_BRAND_DIR") or DATA_DIR / "brand")

DEBUG = env.flag("MOTCUA_DEBUG")
DEMO = env.flag("MOTCUA_DEMO")
SECRET_KEY = env.secret("MOTCUA_SECRET_KEY", development="development-only-" + "0" * 40)
SEAL_KEY = env.secret("MOTCUA_SEAL_KEY", development="00" * 32)
INDEX_KEY = env.secret("MOTCUA_INDEX_KEY", development="11" * 32)
PUBLIC_URL = env.text("MOTCUA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.text("MOTCUA_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [url for url in env.text("MOTCUA_TRUSTED_ORIGINS").split(",") if url]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "motcua.kernel",
    "motcua.accounts",
    "motcua.organizations",
    "motcua.catalog",
    "motcua.parties",
    "motcua.workflow",
    "motcua.documents",
    "motcua.notifications",
    "motcua.dossiers",
    "motcua.monitoring",
    "motcua.portal",
    "motcua.desk",
    "motcua.board",
    "motcua.simulation",
    "motcua.config",
]
MIDDLEWARE = [
    "motcua.kernel.watch.middleware.Watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "motcua.kernel.web.addresses.ReadableAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.kernel.web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "motcua.accounts.middleware.SessionLimits",
    "motcua.organizations.middleware.CurrentPost",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["motcua.kernel.web.templatetags.mc"],
        },
    }
]

DATABASES = {
    "default": env.database(
        env.text("DATABASE_URL", "postgres://motcua@127.0.0.1:5432/motcua"),
        prepared=env.flag("MOTCUA_PREPARED_STATEMENTS", True),
    )
    | {
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.text("MOTCUA_TEST_DB", "test_motcua")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "desk:inbox"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_NAME = "mc_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
CSRF_COOKIE_NAME = "mc_csrf"
CSRF_COOKIE_SECURE = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LANGUAGE_COOKIE_NAME = "mc_language"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True

TRUSTED_PROXY = env.text("MOTCUA_TRUSTED_PROXY")
WATCH_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
METRICS_NETWORKS = [net for net in env.text("MOTCUA_METRICS_NETWORKS").split(",") if net]
METRICS_TOKEN = env.optional_secret("MOTCUA_METRICS_TOKEN")
READY = {
    "worker_seconds": env.number("MOTCUA_READY_WORKER_SECONDS", 60),
    "job_seconds": env.number("MOTCUA_READY_JOB_SECONDS", 600),
    "projection_seconds": env.number("MOTCUA_READY_PROJECTION_SECONDS", 300),
    "disk_mb": env.number("MOTCUA_READY_DISK_MB", 1_000),
}
WATCH_HOURS = {
    "backup": env.number("MOTCUA_WATCH_BACKUP_HOURS", 26),
    "invariants": env.number("MOTCUA_WATCH_INVARIANTS_HOURS", 36),
}
LOGGING = logs.logging()
