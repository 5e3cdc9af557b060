"""Bonded account books: where the goods of 1210 and 1239 stand before a list takes them out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel

EXITS = {
    "7": _("Bonded zone"),
    "8": _("Bonded warehouse"),
    "W": _("Logistics centre"),
    "X": _("Logistics park"),
    "Y": _("Bonded port area"),
    "Z": _("Export processing zone"),
    "T": _("Comprehensive bonded zone"),
}
"""How goods leave the zone for the country (二线出区运输方式): the transport codes of bonded lists."""


class AccountBook(MallModel):
    """账册: the book of a zone company that bonded goods stand in, and how they leave the zone (二线出区).

    `number` is what warehouses name as their account book. Districts that are left empty are the port account's.
    """

    number = models.CharField(_("account book"), max_length=30)
    port = models.CharField(_("port"), max_length=40)
    keeper_code = models.CharField(_("bonded zone company code"), max_length=18)
    keeper_name = models.CharField(_("bonded zone company name"), max_length=100)
    exit_by = models.CharField(_("second-line exit by"), max_length=1, choices=EXITS.items(), default="7")
    customs_code = models.CharField(_("customs district"), max_length=4, blank=True)
    port_code = models.CharField(_("port of entry"), max_length=4, blank=True)
    location = models.CharField(_("storage place"), max_length=10, blank=True)
    """货物存放地 (loctNo)."""
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("account book")
        verbose_name_plural = _("account books")
        constraints = [models.UniqueConstraint(fields=["mall", "number"], name="one_account_book")]

    def __str__(self) -> str:
        return self.number


class BookItem(MallModel):
    """账册料件: a line of the book. A list's line must name it and agree with it in code, name and unit."""

    book = MallForeignKey("customs.AccountBook", related_name="items")
    number = models.CharField(_("item number"), max_length=30)
    hs_code = models.CharField(_("HS code"), max_length=10)
    name = models.CharField(_("declared name"), max_length=250)
    unit = models.CharField(_("unit"), max_length=3)

    class Meta:
        verbose_name = _("book item")
        verbose_name_plural = _("book items")
        constraints = [models.UniqueConstraint(fields=["mall", "book", "number"], name="one_book_item")]

    def __str__(self) -> str:
        return self.number
