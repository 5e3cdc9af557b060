from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenapiConfig(AppConfig):
    name = "openapi"
    label = "openapi"
    verbose_name = _("JSON API")
