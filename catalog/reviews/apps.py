from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogReviewsConfig(AppConfig):
    name = "catalog.reviews"
    label = "reviews"
    verbose_name = _("Reviews")
