"""Addresses: the doors, in the order they are tried.

Chinese stands at the address itself, English under /en/: a page's language is never guessed from a header or a
cookie, so that caches may keep it.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from storefront.gallery import gallery
from storefront.views import codes, door, installed, media, old_addresses, sitemaps

urlpatterns = [
    path("openapi/v1/", include("openapi.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    re_path(r"^(?:zh|zh-hans|zh-cn)(?P<rest>/.*)?$", old_addresses.chinese),
    path("media/<path:path>", media.media),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-pages.xml", sitemaps.pages),
    path("sitemap-goods-<int:number>.xml", sitemaps.goods),
    path("worker.js", installed.worker),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("login", door.SignIn.as_view(), name="account_login"),
        path("login/code", codes.sign_in_by_code, name="account_code"),
        path("register", door.SignUp.as_view(), name="account_signup"),
        path("logout", door.SignOut.as_view(), name="account_logout"),
        *([path("gallery", gallery)] if settings.DEBUG else []),
        path("seller/", include("seller.urls")),
        path("", include("storefront.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "storefront.views.errors.bad_request"
handler403 = "storefront.views.errors.forbidden"
handler404 = "storefront.views.errors.not_found"
handler500 = "storefront.views.errors.server_error"
