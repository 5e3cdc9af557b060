from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogInventoryConfig(AppConfig):
    name = "catalog.inventory"
    label = "inventory"
    verbose_name = _("Stock")
