from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from journal.selectors import silent_queues
        from tenancy import health

        def worker() -> str | None:
            from django.utils import timezone

            silent = silent_queues(timezone.now())
            return f"no word from the worker of {', '.join(silent)}" if silent else None

        health.register("worker", worker)
