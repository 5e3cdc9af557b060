"""The door that the web server calls. It does not open under a database role that could see every mall."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
framework = get_wsgi_application()

from catalog.search import words  # noqa: E402  (needs the applications loaded above)
from storefront.serving.memory import PagesInMemory  # noqa: E402
from tenancy.roles import refuse_strong_roles  # noqa: E402

refuse_strong_roles()
words.warm()
application = PagesInMemory(framework)
