"""What a mall says: blocks of its home page, banners, help pages and articles."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallModel


class Timed(MallModel):
    """Shown or not, and from when to when; the times may be open on both sides."""

    position = models.PositiveIntegerField(_("position"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)
    starts_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end stands before the beginning.")})


class Block(Timed):
    """A block of the home page. `settings` holds what its kind needs (category, words for the search box)."""

    class Kind(models.TextChoices):
        CAROUSEL = "carousel", _("Carousel")
        CHANNELS = "channels", _("Channels")
        COUNTRIES = "countries", _("Country pavilions")
        FLASH = "flash", _("Flash strip")
        COUPONS = "coupons", _("Coupon strip")
        FLOOR = "floor", _("Floor")
        TEXT = "text", _("Text")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=80, blank=True)
    subtitle = models.CharField(_("subtitle"), max_length=160, blank=True)
    body = models.TextField(_("text"), blank=True, default="", db_default="")
    settings = models.JSONField(_("settings"), default=dict, blank=True)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.title or self.get_kind_display())


class Banner(Timed):
    """A slide of the home page's carousel. `picture`: name without `.webp` in the mall's folder; may be empty."""

    title = models.CharField(_("title"), max_length=80)
    line = models.CharField(_("line below"), max_length=160, blank=True)
    button = models.CharField(_("words of the button"), max_length=30, blank=True)
    link = models.CharField(_("leads to"), max_length=300, default="/")
    picture = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("home page banner")
        verbose_name_plural = _("home page banners")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.title)


class Article(Timed):
    """A help page or an article, by its slug."""

    class Kind(models.TextChoices):
        HELP = "help", _("Help page")
        ARTICLE = "article", _("Article")

    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.HELP, db_default="help"
    )
    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=200, blank=True, default="", db_default="")
    body = models.TextField(_("text"))
    updated_at = models.DateTimeField(auto_now=True, null=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["mall", "slug"], name="article_slug")]

    def __str__(self) -> str:
        return self.title


class MovedAddress(MallModel):
    """An address that a category or an article once had: links to it lead to the new one for ever."""

    class Kind(models.TextChoices):
        CATEGORY = "category", _("Category")
        ARTICLE = "article", _("Article")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    old = models.SlugField(_("old address"), max_length=80)
    new = models.SlugField(_("new address"), max_length=80)

    class Meta:
        verbose_name = _("moved address")
        verbose_name_plural = _("moved addresses")
        constraints = [models.UniqueConstraint(fields=["mall", "kind", "old"], name="one_move_per_address")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
