"""Start-up: who hears which fact, and whether the database roles are weak enough."""

from django.apps import AppConfig

from config import starting


class ConfigApp(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.subscriptions import JOBS, SUBSCRIPTIONS
        from journal.registry import jobs, subscribe

        subscribe(SUBSCRIPTIONS)
        jobs(JOBS)
        starting.end()
