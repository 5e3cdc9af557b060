"""The malls, their hosts, and the base of every table that belongs to one."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.errors import CrossMall
from tenancy.fields import MallForeignKey
from tenancy.querysets import MallManager
from tenancy.scope import mall_id_or_none
from tenancy.tables import Ownership

__all__ = ["Domain", "Mall", "MallForeignKey", "MallKey", "MallModel", "MallSecret"]


class Mall(models.Model):
    """商城: the tenant, one enterprise's shop. Above the malls: it is what a mall is."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    slogan = models.CharField(_("slogan"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    company_code = models.CharField(_("company code"), max_length=18, blank=True)
    company_name = models.CharField(_("company name"), max_length=100, blank=True)
    licence = models.CharField(_("licence line"), max_length=300, blank=True)
    brand_colour = models.CharField(_("brand colour"), max_length=7, default="#0B6E6E")
    accent_colour = models.CharField(_("accent colour"), max_length=7, default="#FFB703")
    content_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("mall")
        verbose_name_plural = _("malls")

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """An address of a mall. Only a verified one is answered."""

    mall = models.ForeignKey(Mall, on_delete=models.PROTECT, related_name="domains")
    host = models.CharField(_("host"), max_length=253, unique=True)
    is_primary = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")

    def __str__(self) -> str:
        return self.host


class MallModel(models.Model):
    """A row of one mall. The mall is filled in from the open scope and cannot change."""

    mall_ownership: ClassVar[Ownership] = Ownership.OWN

    mall = models.ForeignKey(
        Mall, on_delete=models.DO_NOTHING, editable=False, db_index=False, related_name="+"
    )

    objects: ClassVar[models.Manager[Self]] = MallManager()

    class Meta:
        abstract = True

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, *rest: Any) -> Any:
        """`SET mall_id = …` is never sent: the key that a table is distributed by does not change."""
        mall_id = mall_id_or_none()
        if mall_id is not None and self.mall_id not in (None, mall_id):
            raise CrossMall(f"A {self._meta.label} of mall {self.mall_id} cannot be saved in mall {mall_id}.")
        kept = [value for value in values if value[0].attname != "mall_id"]
        return super()._do_update(base_qs, using, pk_val, kept, *rest)


class MallKey(MallModel):
    """A mall's key, wrapped by the platform's key; it wraps the keys of its people and secrets."""

    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall"], name="one_key_per_mall")]


class MallSecret(MallModel):
    """A named secret of a mall (gateway keys, port credentials), sealed under the mall's key."""

    name = models.CharField(max_length=80)
    sealed = models.BinaryField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "name"], name="one_secret_per_name")]

    def __str__(self) -> str:
        return self.name


class DataKey(MallModel):
    """The key of one person in one mall, wrapped by the mall's key. Emptied, everything sealed under it is gone."""

    subject = models.CharField(max_length=80)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "subject"], name="one_data_key_per_subject")]

    def __str__(self) -> str:
        return self.subject
