"""People: users (above the malls), who works where, sessions; inside a mall identities and addresses."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.managers import UserManager
from tenancy.models import Mall, MallForeignKey, MallModel
from tenancy.tables import Ownership


class User(AbstractBaseUser, PermissionsMixin):
    """A login. With a mall: a shopper or a supplier's staff of that mall; without: an operator.

    Stands above the malls; row security shows a mall its own people and the operators.
    """

    mall_ownership: ClassVar[Ownership] = Ownership.OWN_OR_ABOVE

    mall = models.ForeignKey(Mall, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    login = models.CharField(_("login"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("mobile number"), max_length=20, blank=True)
    display_name = models.CharField(_("name shown"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    session_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(fields=["mall", "login"], name="one_login_per_mall", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.display_name or self.login

    def get_session_auth_hash(self) -> str:
        """Bound to the password and to `session_epoch`: raising it ends every session and token of before."""
        return self._of_this_epoch(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._of_this_epoch, super().get_session_auth_fallback_hash())

    def _of_this_epoch(self, plain: str) -> str:
        if not self.session_epoch:
            return plain
        return salted_hmac("accounts.epoch", f"{self.session_epoch}:{plain}", algorithm="sha256").hexdigest()


class Membership(models.Model):
    """Which malls an operator works in. Above the malls."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        CLERK = "clerk", _("Clerk")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    mall = models.ForeignKey(Mall, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.CLERK)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "mall"], name="one_membership")]


class Session(AbstractBaseSession):
    """A session is bound to the mall it began in (null: the platform's console)."""

    mall_ownership: ClassVar[Ownership] = Ownership.OWN_OR_ABOVE

    mall = models.ForeignKey(Mall, null=True, on_delete=models.CASCADE, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> type:
        from accounts.sessions import SessionStore

        return SessionStore


class Identity(MallModel):
    """订购人: an orderer's real name and resident ID, sealed under a key of that person in this mall.

    Never edited: a correction is a new row, and the old one says when it was replaced.
    """

    shopper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    row_key = models.UUIDField(default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=80, editable=False)
    name_sealed = models.BinaryField()
    number_sealed = models.BinaryField()
    number_key = models.CharField(max_length=64)
    allowance_key = models.CharField(max_length=64)
    name_masked = models.CharField(_("name"), max_length=60)
    number_masked = models.CharField(_("ID number"), max_length=30)
    consent_version = models.CharField(max_length=20)
    consent_hash = models.CharField(max_length=64)
    consented_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [models.UniqueConstraint(fields=["mall", "row_key"], name="identity_row_key")]
        indexes = [
            models.Index(fields=["mall", "shopper"], name="identity_shopper"),
            models.Index(fields=["mall", "number_key"], name="identity_number"),
        ]

    def __str__(self) -> str:
        return f"{self.name_masked} {self.number_masked}"


class Favourite(MallModel):
    """收藏: goods a shopper wants to find again."""

    shopper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    product = MallForeignKey("catalog.Product", related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        constraints = [
            models.UniqueConstraint(fields=["mall", "shopper", "product"], name="one_favourite_per_product")
        ]
        indexes = [models.Index(fields=["mall", "shopper", "-added_at"], name="favourite_newest")]


class Seen(MallModel):
    """浏览记录: goods a shopper looked at, each once, with the last time."""

    shopper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    product = MallForeignKey("catalog.Product", related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("goods looked at")
        verbose_name_plural = _("goods looked at")
        constraints = [
            models.UniqueConstraint(fields=["mall", "shopper", "product"], name="one_look_per_product")
        ]
        indexes = [models.Index(fields=["mall", "shopper", "-seen_at"], name="seen_newest")]


class Address(MallModel):
    """收货地址: where a shopper's parcels go."""

    shopper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    consignee = models.CharField(_("consignee"), max_length=60)
    phone = models.CharField(_("mobile number"), max_length=20)
    province = models.CharField(_("province"), max_length=30)
    city = models.CharField(_("city"), max_length=30)
    district = models.CharField(_("district"), max_length=30)
    district_code = models.CharField(max_length=6, blank=True)
    street = models.CharField(_("street and number"), max_length=120)
    is_default = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        indexes = [models.Index(fields=["mall", "shopper"], name="address_shopper")]

    def __str__(self) -> str:
        return f"{self.province}{self.city}{self.district}{self.street}"


class Look(MallModel):
    """查看记录: somebody read a person's sealed data in clear: who, when, what and why (append-only)."""

    class What(models.TextChoices):
        IDENTITY = "identity", _("Name and ID number")
        CUSTOMS = "customs", _("A customs message with name and ID number")

    shopper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    identity = MallForeignKey("accounts.Identity", related_name="looks")
    what = models.CharField(_("what was read"), max_length=20, choices=What.choices)
    reason = models.CharField(_("reason"), max_length=200)
    actor = models.CharField(_("by"), max_length=60)
    actor_name = models.CharField(_("name"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="look_has_a_reason"),
        ]
        indexes = [models.Index(fields=["mall", "shopper", "-id"], name="look_of_shopper")]


class LoginChange(MallModel):
    """换绑手机: a shopper signs in with another number from then on.

    What stays is the end of both numbers. `old_sealed` is the old number until its owner was told, then it is empty
    and its key `subject` shredded.
    """

    class Proof(models.TextChoices):
        CODE = "code", _("A code to the old phone")
        PASSWORD = "password", _("The password")

    shopper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    row_key = models.UUIDField(default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=80, editable=False)
    old_sealed = models.BinaryField(null=True)
    old_end = models.CharField(_("old number ends in"), max_length=4, blank=True)
    new_end = models.CharField(_("new number ends in"), max_length=4, blank=True)
    proof = models.CharField(_("proved by"), max_length=10, choices=Proof.choices)
    at = models.DateTimeField(_("at"))
    told_at = models.DateTimeField(_("old number told at"), null=True)

    class Meta:
        verbose_name = _("change of a login phone")
        verbose_name_plural = _("changes of login phones")
        constraints = [models.UniqueConstraint(fields=["mall", "row_key"], name="login_change_row_key")]
        indexes = [models.Index(fields=["mall", "shopper", "-id"], name="login_change_of_shopper")]
