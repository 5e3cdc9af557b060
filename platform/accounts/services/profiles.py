"""What a shopper may put right about the account, and what is left of it once it is erased."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Address, Favourite, Identity, LoginChange, Seen, User
from accounts.types import InvalidProfile
from tenancy.vault.keys import shred

_LONGEST_NAME = 60


def correct_profile(*, shopper_id: int, display_name: str, email: str) -> None:
    """Another name shown or another e-mail address. Raises InvalidProfile (field `display_name` or `email`)."""
    name, email = " ".join(display_name.split()), email.strip()
    if len(name) > _LONGEST_NAME or any(not sign.isprintable() for sign in name):
        raise InvalidProfile(_("Use at most 60 letters for the name."), field="display_name")
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise InvalidProfile(_("Enter a valid e-mail address."), field="email") from error
    User.objects.filter(pk=shopper_id, mall__isnull=False).update(display_name=name, email=email)


def close_account(*, shopper_id: int, now: datetime) -> None:
    """Erase what no law asks to keep: names, login, addresses, favourites, looks at goods. Nobody signs in again.

    The row itself stays, nameless, because orders point to it. Harmless when repeated.
    """
    with transaction.atomic():
        user = User.objects.get(pk=shopper_id, mall__isnull=False)
        user.login, user.display_name, user.email, user.phone = f"erased-{user.pk}", "", "", ""
        user.is_active = False
        user.set_unusable_password()  # ends sessions and tokens: both are bound to it
        user.save()
        _forget_logins(shopper_id)
        for model in (Address, Favourite, Seen):
            model.objects.filter(shopper_id=shopper_id).delete()
        Identity.objects.filter(shopper_id=shopper_id, replaced_at=None).update(replaced_at=now)


def _forget_logins(shopper_id: int) -> None:
    """That a phone was changed stays, with its time; its numbers go."""
    rows = LoginChange.objects.filter(shopper_id=shopper_id)
    for subject in rows.exclude(old_sealed=None).values_list("subject", flat=True):
        shred(subject)
    rows.update(old_sealed=None, old_end="", new_end="")
