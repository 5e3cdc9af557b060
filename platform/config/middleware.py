"""Headers that every page carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_SHOP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# The admin's theme evaluates expressions in attributes (Alpine) and sets inline styles.
_ADMIN = _SHOP.replace("script-src 'self'", "script-src 'self' 'unsafe-eval' 'unsafe-inline'").replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)


class ContentSecurityPolicy:
    """`script-src 'self'` without nonces, so that public pages can be cached as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_admin = request.path_info.startswith(("/admin/", "/en/admin/"))
        response.headers.setdefault("Content-Security-Policy", _ADMIN if is_admin else _SHOP)
        return response
