"""The operator's admin site, named where Django looks for it."""

from django.contrib.admin.apps import AdminConfig


class OperationsAdmin(AdminConfig):
    default_site = "operations.desk.OperatorSite"
