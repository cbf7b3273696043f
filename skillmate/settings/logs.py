"""Logs of a site that runs: JSON lines on stderr (docs/deployment.md says what is in them)."""


def json_logging(level: str) -> dict:
    """The `LOGGING` setting, and what gunicorn begins with."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "skillmate.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        # Left alone, these two bring handlers of their own, which write lines of another form.
        "loggers": {
            "gunicorn.error": {"handlers": [], "propagate": True, "level": level},
            # The only trace of what they tell: `LOG_LEVEL` is for the rest.
            "skillmate.audit": {"level": "INFO"},
            # Django's own mails to `ADMINS` hold what people sent: `error_reports` writes ours.
            "django": {"handlers": []},
            "huey": {"handlers": ["stderr"], "propagate": False, "level": "WARNING"},
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
