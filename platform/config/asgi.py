"""The same application for servers that speak ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

from tenancy.roles import refuse_strong_roles  # noqa: E402  (needs the applications loaded above)

refuse_strong_roles()
