"""A shopper known by a phone alone."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.models import User
from tenancy.scope import current_mall_id


def shopper_of_phone(*, phone: str, language: str) -> User:
    """The shopper of the open mall with this number, made at the first sign-in, without a password.

    The caller has made sure that the number is the person's own (`use_code`).
    """
    mine = User.objects.filter(login=phone, mall_id=current_mall_id())
    found = mine.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(phone, phone=phone, language=language)
    except IntegrityError:  # the same person on two devices at once
        return mine.get()
