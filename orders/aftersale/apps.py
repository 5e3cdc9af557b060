from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AftersaleConfig(AppConfig):
    name = "orders.aftersale"
    label = "aftersale"
    verbose_name = _("After-sale")
