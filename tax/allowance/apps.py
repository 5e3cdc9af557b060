from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllowanceConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "tax.allowance"
    label = "allowance"
    verbose_name = _("Yearly allowance")
