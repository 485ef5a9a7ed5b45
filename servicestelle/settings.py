"""All settings, read from the environment only; a missing or weak secret stops the start."""

from pathlib import Path

from .environment import (
    database,
    env,
    flag,
    listed,
    mail,
    refuse_half_production,
    refuse_unsafe_hosts,
    refuse_weak_key,
    scanner,
    with_password,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# Every name may also come as <NAME>_FILE: the path of a file that holds the value.
HTTPS = flag("HTTPS", "1")  # HTTPS=0 is the mark of a machine of one's own: make run, make test
SECRET_KEY = env("SECRET_KEY")
DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
DEMO_PASSWORD = env("DEMO_PASSWORD", "")
SECOND_FACTOR = flag("SECOND_FACTOR", "1" if HTTPS else "0")  # office people log in with two factors
ALLOWED_HOSTS = listed("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL", "http://localhost:8000").rstrip("/")
REDIS_URL = with_password(env("REDIS_URL", ""), env("REDIS_PASSWORD", ""))
SMTP_URL = with_password(env("SMTP_URL", ""), env("SMTP_PASSWORD", ""))
MAIL_FROM = env("MAIL_FROM", "")
refuse_weak_key(SECRET_KEY, https=HTTPS)
refuse_unsafe_hosts(ALLOWED_HOSTS)
refuse_half_production(
    https=HTTPS,
    debug=DEBUG,
    demo=DEMO,
    hosts=ALLOWED_HOSTS,
    site_url=SITE_URL,
    redis_url=REDIS_URL,
    smtp_url=SMTP_URL,
    mail_from=MAIL_FROM,
    second_factor=SECOND_FACTOR,
)
VAR_DIR = Path(env("VAR_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "servicestelle.pages",
    "publications",
    "beratung",
    "projects",
    "jugendaemter",
    "servicestelle.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "servicestelle.pages.apps.VerwaltungConfig",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_filters",
    "pgtrigger",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servicestelle.base.http.ContentSecurityPolicy",
    "servicestelle.base.http.KnownMethods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "servicestelle.pages.errors.TooLarge",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "servicestelle.base.http.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "servicestelle.pages.errors.FormsOnly",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "servicestelle.urls"
WSGI_APPLICATION = "servicestelle.wsgi.application"
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
                "servicestelle.pages.context.portal",
            ],
            "builtins": ["servicestelle.base.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["kern"]
CRISPY_TEMPLATE_PACK = "kern"

DATABASES = {"default": database(env("DATABASE_URL"), env("DATABASE_PASSWORD", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "zwischenspeicher"}}

AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "servicestelle.base.backends.DeputyBackend",  # only lends rights
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},  # NIST SP 800-63B-4: where the password may be all there is
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "servicestelle.base.passwords.NotGuessable"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds; NIST SP 800-63B-4, 4.2.1.2: a code sent by mail holds for a day
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "konto_weiter"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "servicestelle.base.accounts.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "servicestelle.pages.konto_forms.LoginForm",
    "reauthenticate": "servicestelle.pages.konto_forms.ReauthenticateForm",
    "change_password": "servicestelle.pages.konto_forms.ChangePasswordForm",
    "set_password": "servicestelle.pages.konto_forms.SetPasswordForm",
    "reset_password_from_key": "servicestelle.pages.konto_forms.ResetPasswordKeyForm",
}
ACCOUNT_RATE_LIMITS = False  # the library counts in a cache and per visitor's address; base.limits does neither
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds; then a change of factors asks for the password again
MFA_ADAPTER = "servicestelle.base.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "servicestelle.pages.factor_forms.CodeForm",
    "reauthenticate": "servicestelle.pages.factor_forms.ConfirmCodeForm",
    "activate_totp": "servicestelle.pages.factor_forms.FirstCodeForm",
    "authenticate_webauthn": "servicestelle.pages.factor_forms.UsePasskeyForm",
    "reauthenticate_webauthn": "servicestelle.pages.factor_forms.ConfirmPasskeyForm",
    "add_webauthn": "servicestelle.pages.factor_forms.PasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are proven by the invitation
MFA_TOTP_ISSUER = "Servicestelle Gelingendes Aufwachsen"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off (RFC 6238, 5.2)
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http://localhost on a machine of one's own

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "servicestelle.formats"
LOCALE_PATHS = [BASE_DIR / "servicestelle" / "locale"]  # what Django itself does not say in German

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("kern", VAR_DIR / "kern")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "ablage", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FONT_DIR = VAR_DIR / "fonts"  # Fira Sans as TTF, made once at set-up

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "post"
if SMTP_URL:
    globals().update(mail(SMTP_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM or "portal@demo.example"

CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker outlives every outage of the broker
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A job is owned by its lease in the database, not by its message: work goes on when the broker drops a connection.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 840, 900  # seconds; work that hangs gives its process back
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 10,
        "visibility_timeout": 3600,
    }
else:
    _broker = VAR_DIR / "broker"
    for _folder in ("nachrichten", "steuerung"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "nachrichten"),
        "data_folder_out": str(_broker / "nachrichten"),
        "control_folder": str(_broker / "steuerung"),
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")
CELERY_BEAT_SCHEDULE = {
    "auftraege-nachsenden": {"task": "base.auftraege_nachsenden", "schedule": 15.0, "options": {"expires": 15}},
    "ausgaben-nachfuehren": {
        "task": "publications.ausgaben_nachfuehren",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "einladungen-vergessen": {
        "task": "jugendaemter.einladungen_vergessen",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600},
    },
    "bestandskraft": {"task": "projects.bestandskraft", "schedule": 3600.0, "options": {"expires": 3600}},
    "auszuege-vergessen": {
        "task": "projects.auszuege_vergessen",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600},
    },
    "austausch-pflegen": {"task": "beratung.austausch_pflegen", "schedule": 300.0, "options": {"expires": 300}},
    "anfragen-vergessen": {"task": "beratung.aufraeumen", "schedule": 3600.0, "options": {"expires": 3600}},
    "karte-nachfuehren": {"task": "jugendaemter.karte_nachfuehren", "schedule": 3600.0, "options": {"expires": 3600}},
    "dateien-nachpruefen": {"task": "base.dateien_nachpruefen", "schedule": 60.0, "options": {"expires": 60}},
    "tagesmails": {"task": "base.tagesmails", "schedule": 300.0, "options": {"expires": 300}},
    "protokollstand": {"task": "base.protokollstand", "schedule": 300.0, "options": {"expires": 300}},
    "aufraeumen": {"task": "base.aufraeumen", "schedule": 3600.0, "options": {"expires": 3600}},
}
METRICS_TOKEN = env("METRICS_TOKEN", "")  # lets a monitoring program read /metriken/

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "servicestelle.base.sitzungen"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # what is typed; files have limits of their own
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # a form takes 5 and says so; beyond this nothing is read any more
BODY_LIMIT = 24 * 1024 * 1024  # bytes of one request: 20 MB of files, 2 MB of text, and their frame
CLAMD_URL = scanner(env("CLAMD_URL", ""))  # virus scanner; without one the check of the contents alone releases files
if HTTPS:
    SECURE_SSL_REDIRECT = flag("HTTPS_REDIRECT", "1")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
CSRF_FAILURE_VIEW = "servicestelle.pages.errors.csrf_failure"
SILENCED_SYSTEM_CHECKS = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
