"""Every setting, read from the environment (docs/deploy.md lists them)."""

from pathlib import Path

from config import starting
from config.environment import database, flag, text, words
from config.unfold import OPERATOR_SIDEBAR as OPERATOR_SIDEBAR
from config.unfold import UNFOLD as UNFOLD

starting.begin()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
STATE_DIR = Path(text("STATE_DIR", str(BASE_DIR / "var")))

DEBUG = flag("DEBUG")
SECRET_KEY = text("SECRET_KEY", "only-for-tools-that-never-serve" if flag("TOOLING") else None)
# Wraps every mall's key: 32 bytes, base64. Lost = every identity unreadable.
SECRETS_KEK = text("SECRETS_KEK", "" if flag("TOOLING") else None)
ALLOWED_HOSTS = ["*"]  # the mall is found by exact host among verified domains; see tenancy.middleware
CONSOLE_HOST = text("CONSOLE_HOST", "console.localhost")
PUBLIC_PORT = int(text("PUBLIC_PORT", "8000"))
PUBLIC_SCHEME = text("PUBLIC_SCHEME", "http")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

# The daily file of central parities (currency.providers.central_parity); empty: no import.
CURRENCY_RATES_FILE = text("CURRENCY_RATES_FILE", "")

# What the law leaves open (docs/tax.md); the defaults are those of `manage.py quote_tax`.
TAX_POLICY = {
    "threshold_includes_freight": flag("TAX_THRESHOLD_INCLUDES_FREIGHT", True),
    "round_consumption_before_vat": flag("TAX_ROUND_CONSUMPTION_BEFORE_VAT"),
    "small_duty_exempt": flag("TAX_SMALL_DUTY_EXEMPT"),
}
TAX_COUNT_IN_YEAR_OF_RELEASE = flag("TAX_COUNT_IN_YEAR_OF_RELEASE")

CUSTOMS_SIMULATOR_URL = text("CUSTOMS_SIMULATOR_URL", "")
GATEWAY_SIMULATOR_URL = text("GATEWAY_SIMULATOR_URL", "")

INSTALLED_APPS = [
    "modeltranslation",
    "unfold.apps.BasicAppConfig",  # its default config would put a site of its own in place of ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "operations.site.OperationsAdmin",
    "allauth",
    "allauth.account",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "tenancy",
    "journal",
    "currency",
    "accounts",
    "notifications",
    "partners",
    "content",
    "tax",
    "tax.allowance",
    "catalog",
    "catalog.inventory",
    "catalog.reviews",
    "marketing",
    "orders",
    "orders.risk",
    "orders.payments",
    "orders.logistics",
    "orders.aftersale",
    "orders.settlement",
    "customs",
    "privacy",
    "analytics",
    "storefront",
    "seller",
    "operations",
    "openapi",
    "demo",
    # the last: when it is ready, everything is loaded
    "config.apps.ConfigApp",
]

MIDDLEWARE = [
    "tenancy.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tenancy.middleware.MallMiddleware",
    "config.middleware.ContentSecurityPolicy",
    # Public pages end here: what follows knows the visitor.
    "storefront.serving.middleware.PublicPages",
    "accounts.middleware.MallSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ActorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

_app_url = text("DATABASE_URL", "postgresql://crossport_app@127.0.0.1/crossport" if flag("TOOLING") else None)
DATABASES = {
    "default": database(_app_url),
    "owner": database(text("DATABASE_OWNER_URL", _app_url), CONN_MAX_AGE=0),
    "relay": database(text("DATABASE_RELAY_URL", _app_url)),
}
DATABASES["owner"]["TEST"] = {"NAME": "test_" + DATABASES["owner"]["NAME"], "TEMPLATE": "template1"}
DATABASE_ROUTERS = ["config.routing.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = text("REDIS_URL", "redis://127.0.0.1:6379/0" if flag("TOOLING") else None)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": text("CACHE_URL", REDIS_URL),
        "KEY_FUNCTION": "tenancy.cache.key_with_mall",
        "KEY_PREFIX": "cp",
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.MallBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# One person may have an account in each of two malls with the same address.
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.MallAccountAdapter"
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_LOGOUT_ON_GET = False

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_SCHEME == "https"
CSRF_FAILURE_VIEW = "storefront.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT")
SECURE_HSTS_SECONDS = int(text("SECURE_HSTS_SECONDS", "0"))
if flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["auth.W004", "auth.E003", "models.W042"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
MODELTRANSLATION_DEFAULT_LANGUAGE = "zh-hans"
MODELTRANSLATION_LANGUAGES = ("zh-hans", "en")
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("zh-hans", "en")}
LOCALE_PATHS = [STATE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
# UTC in the database; Asia/Shanghai at every Chinese door.
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "tenancy.files.MallStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/media/"
MEDIA_ROOT = STATE_DIR / "media"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "default"
# Taken in turn, so that many deliveries hold up neither the clock nor the rounds to partners.
CELERY_TASK_ROUTES = {
    "journal.tasks.tick": {"queue": "clock"},
    "journal.tasks.run_job": {"queue": "rounds"},
}
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The broker is a doorbell: a message lost or stuck is found again by the relay, long before this.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
}
# What the clock starts and how often, in seconds. Each period is counted once (journal.tasks.tick): a tick that comes
# late counts for the period in which it comes.
JOB_PERIODS = {
    "relay": 1,
    "receipts": 1,
    "expiry": 5,
    "payments": 3,
    "bills": 600,
    "heartbeat": 5,
    "hourly": 3_600,
    "daily": 86_400,
}
# A scheduler forgets its clock when it is started anew: one that ticked a day after its start might never do.
_LONGEST_WAIT = 300
CELERY_BEAT_SCHEDULE = {
    job: {
        "task": "journal.tasks.tick",
        "schedule": float(min(seconds, _LONGEST_WAIT)),
        "args": (job,),
        "options": {"expires": 15},
    }
    for job, seconds in JOB_PERIODS.items()
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "openapi.errors.as_response",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Crossport JSON API",
    "DESCRIPTION": "What a mall offers to machines: products, cart, checkout, orders.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/openapi/v1",
    "COMPONENT_SPLIT_REQUEST": True,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mall": {"()": "tenancy.logs.MallFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s mall=%(mall)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["mall"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "INFO")},
    # One line a tick and one a task would drown what matters.
    "loggers": {
        name: {"level": "WARNING"} for name in ("celery.beat", "celery.app.trace", "celery.worker.strategy")
    },
}

# Who fills a slot of the home page: its name -> the path of a function (content/slots.py). Empty: it is not shown.
HOME_SLOTS = {"coupons": ""}
