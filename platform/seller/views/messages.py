"""Messages to the person who is signed in, and help."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from notifications.selectors import messages_of
from notifications.services import mark_read, read_message
from partners.types import Seat
from seller.access import seller
from seller.frame import frame, language


@seller()
@require_http_methods(["GET", "POST"])
def messages(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The newest ones; a POST marks all as read."""
    user_id = int(request.user.pk or 0)
    if request.method == "POST":
        newest = messages_of(user_id, 1)
        if newest:
            mark_read(user_id=user_id, up_to=newest[0].pk, now=timezone.now())
        return HttpResponseRedirect(reverse("seller:messages"), status=303)
    context = frame(request, seat, _("Messages"), "messages") | {
        "rows": messages_of(user_id, language=language())
    }
    return render(request, "seller/messages.html", context)


@seller()
@require_GET
def message(request: HttpRequest, seat: Seat, message_id: int) -> HttpResponse:
    """Read it, and go where it points inside the backend."""
    user_id = int(request.user.pk or 0)
    row = read_message(user_id=user_id, message_id=message_id, now=timezone.now())
    if row is None:
        raise Http404
    if row.link.startswith("/seller/") and url_has_allowed_host_and_scheme(row.link, allowed_hosts=None):
        prefix = "/en" if language() == "en" else ""
        if row.link != "/seller/":
            return HttpResponseRedirect(f"{prefix}{row.link}")
    return HttpResponseRedirect(reverse("seller:messages"))


@seller()
@require_GET
def help_page(request: HttpRequest, seat: Seat) -> HttpResponse:
    return render(request, "seller/help.html", frame(request, seat, _("Help"), "help"))
