from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersPaymentsConfig(AppConfig):
    name = "orders.payments"
    label = "payments"
    verbose_name = _("Payments")
