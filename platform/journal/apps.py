from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from django.utils import timezone

        from journal.selectors import scheduler_is_silent, silent_queues
        from tenancy import health

        def worker() -> str | None:
            silent = silent_queues(timezone.now())
            return f"no word from the worker of {', '.join(silent)}" if silent else None

        def scheduler() -> str | None:
            return "no word from the scheduler" if scheduler_is_silent(timezone.now()) else None

        health.register("worker", worker)
        health.register("scheduler", scheduler)
