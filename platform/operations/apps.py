from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from operations.labels import say_plain_labels
        from operations.telling import tell
        from tenancy.saved import when_saved

        say_plain_labels()
        when_saved(tell)
