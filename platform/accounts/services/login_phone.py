"""Another phone to sign in with (换绑手机): a proof of the old login first, then a code to the new number.

A proof is a signed note for this shopper: it is good for ten minutes and, because the change raises
the shopper's `session_epoch`, for one change. Codes are bound to the shopper who asked: a code that somebody was
talked into reading out for a sign-in moves nobody's account.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts.locks import lock_login_change, lock_shopper
from accounts.models import LoginChange, User
from accounts.selectors import old_login_place
from accounts.services.codes import use_code
from accounts.types import PhoneRefused, PhoneTaken, ProofMissing
from identifiers import phone as numbers
from journal.services import record
from tenancy.scope import current_mall_id
from tenancy.vault.keys import shred
from tenancy.vault.people import seal_text

PROOF_LIVES = timedelta(minutes=10)
_SALT = "accounts.login-phone"
_CODE_WRONG = _("This code is wrong or has run out. Ask for a new one.")


def purpose_of_old(shopper_id: int) -> str:
    """What a code to the old phone is for."""
    return f"old-phone-{shopper_id}"


def purpose_of_new(shopper_id: int) -> str:
    """What a code to the new phone is for."""
    return f"new-phone-{shopper_id}"


def prove_by_code(*, user: User, code: str, now: datetime) -> str:
    """The proof of whoever holds the phone that `user` signs in with. Raises PhoneRefused (field `code`)."""
    if not use_code(phone=user.login, code=code, purpose=purpose_of_old(user.pk)):
        raise PhoneRefused(_CODE_WRONG, field="code")
    return _proof(user, LoginChange.Proof.CODE, now)


def prove_by_password(*, user: User, now: datetime) -> str:
    """The proof of whoever knows the password. The caller has checked it, under the limits of signing in
    (`adapter.knows_password`).
    """
    return _proof(user, LoginChange.Proof.PASSWORD, now)


def is_proved(*, user: User, proof: str, now: datetime) -> bool:
    try:
        return bool(_proved(user, proof, now))
    except ProofMissing:
        return False


def change_login_phone(*, shopper_id: int, phone: str, code: str, proof: str, now: datetime) -> User:
    """The shopper signs in with `phone` from now on; every session and token of before is over.

    Returns the user, so that the caller may keep the session that asked. Raises ProofMissing, PhoneRefused (field
    `phone` or `code`), PhoneTaken; then nothing is changed.
    """
    with transaction.atomic():
        user = lock_shopper(shopper_id)
        how = _proved(user, proof, now)
        phone = _another(user, phone)
        if not use_code(phone=phone, code=code, purpose=purpose_of_new(shopper_id)):
            raise PhoneRefused(_CODE_WRONG, field="code")
        old, user.login, user.phone = user.login, phone, phone
        user.session_epoch += 1
        _saved(user)
        row = _noted(user, old, how, now)
        record(
            kind="account.phone_changed",
            subject=f"shopper:{shopper_id}",
            payload={"change_id": row.pk, "proof": how},
            at=now,
        )
    return user


def forget_old_login(*, change_id: int, now: datetime) -> None:
    """The old number was told: it is not kept any longer. Harmless when repeated."""
    with transaction.atomic():
        row = lock_login_change(change_id)
        shred(row.subject)
        LoginChange.objects.filter(pk=change_id, told_at=None).update(old_sealed=None, told_at=now)


def _another(user: User, phone: str) -> str:
    try:
        phone = numbers.validate(phone)
    except ValueError as error:
        raise PhoneRefused(_("Enter an 11-digit mobile number."), field="phone") from error
    if phone == user.login:
        raise PhoneRefused(_("You sign in with this number already."), field="phone")
    return phone


def _saved(user: User) -> None:
    taken = PhoneTaken(
        _("This number has an account of its own here. Sign in with it, or use another number."),
        field="phone",
    )
    if User.objects.filter(mall_id=current_mall_id(), login=user.login).exists():
        raise taken
    try:
        with transaction.atomic():
            user.save(update_fields=["login", "phone", "session_epoch"])
    except IntegrityError as error:  # somebody signed in with it for the first time just now
        raise taken from error


def _noted(user: User, old: str, how: str, now: datetime) -> LoginChange:
    row = LoginChange(
        shopper=user, row_key=uuid.uuid4(), subject=f"login-change:{uuid.uuid4()}", old_end=old[-4:],
        new_end=user.login[-4:], proof=how, at=now,
    )  # fmt: skip
    if "@" in old:
        row.old_end = ""
    else:
        row.old_sealed = seal_text(row.subject, old_login_place(row), old)
    row.save()
    return row


def _proof(user: User, how: str, now: datetime) -> str:
    return signing.dumps([user.pk, _stamp(user), how, int(now.timestamp())], salt=_SALT)


def _proved(user: User, proof: str, now: datetime) -> str:
    """How it was proved. Raises ProofMissing: none, somebody else's, used, or too old."""
    missing = ProofMissing(_("Please prove once more that it is you: that was more than ten minutes ago."))
    try:
        pk, stamp, how, at = signing.loads(proof, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise missing from error
    fresh = 0 <= now.timestamp() - at <= PROOF_LIVES.total_seconds()
    if not (fresh and pk == user.pk and constant_time_compare(stamp, _stamp(user))):
        raise missing
    return str(how)


def _stamp(user: User) -> str:
    return user.get_session_auth_hash()[:32]
