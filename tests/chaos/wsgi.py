"""The product's WSGI application under the same changes as the worker's."""

from config.wsgi import application
from tests.chaos import celery_app

__all__ = ["application", "celery_app"]
