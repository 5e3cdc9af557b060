"""The old number learns that somebody signs in with another one: it is how a theft is noticed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import LoginChange
from accounts.selectors import old_login, profile_of
from accounts.services import forget_old_login
from notifications.services import send
from notifications.sms import Account, send_sms
from tenancy.bilingual import words
from tenancy.models import Mall
from tenancy.scope import current_mall_id


def tell_old_phone(*, change_id: int, now: datetime) -> bool:
    """A text message to the old number and a line in the shopper's box; then the old number is forgotten.

    False where it was told before. Raises SmsError while the sender is down: nothing is forgotten, and whoever calls
    asks again. The message leaves outside of any transaction: after a crash it may come twice, and is never lost.
    """
    row = LoginChange.objects.get(pk=change_id)
    if row.told_at is not None:
        return False
    user = profile_of(row.shopper_id)
    until_now, account = old_login(row), Account.of_mall()
    if until_now and account is not None:
        with translation.override(user.language):
            send_sms(account=account, phone=until_now, text=_words(row, user.language))
    with transaction.atomic():
        forget_old_login(change_id=row.pk, now=now)
        send(
            kind="account.phone_changed",
            user_id=user.pk,
            language=user.language,
            occasion=f"login-change:{row.pk}",
            context={"end": row.new_end, "at": _minute(row.at)},
            link="/me/data",
            now=now,
        )
    return True


def _words(row: LoginChange, language: str) -> str:
    mall = Mall.objects.get(pk=current_mall_id())
    return _(
        "Since %(at)s your account with %(mall)s is signed in to with the number ending in %(end)s."
        " If it was not you, tell the mall at once."
    ) % {"at": _minute(row.at), "mall": words(mall, "name")[language], "end": row.new_end}


def _minute(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
