"""Settings, addresses, start-up. The Celery application is loaded with the package, so that every process that
imports it sends its messages to the same broker."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
