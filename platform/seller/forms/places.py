"""A warehouse of the supplier's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.inventory.models import Warehouse
from catalog.supply.places import KINDS, Place, open_ports
from seller.forms.company import _text, country_choices
from seller.forms.goods import AmountField
from tenancy.bilingual import columns, gathered, own_words


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=90, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


def _ports() -> list[tuple[str, str]]:
    """Asked for each form: the ports that are open in the mall."""
    return [("", "–"), *((port, port) for port in open_ports())]


class PlaceForm(forms.Form):
    """Rules are those of the catalogue; a refusal stands beside its field."""

    use_required_attribute = False

    name_zh_hans = _text(_("Name in Chinese"), 80, required=False)
    name_en = _text(_("Name in English"), 80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in KINDS],
        help_text=_("A bonded warehouse needs the mall's account book: ask the mall's operators for one."),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    port = forms.ChoiceField(
        label=_("Port that declares its parcels"), required=False, choices=_ports,
        help_text=_("For an overseas warehouse."),
    )  # fmt: skip
    days_min = _days(_("Delivered from day"))
    days_max = _days(_("to day"))
    freight = AmountField(label=_("Freight of a package, yuan"), max_length=12)
    free_freight_from = AmountField(label=_("Free from goods of, yuan"), max_length=12, required=False)

    def place(self) -> Place:
        data = self.cleaned_data
        return Place(
            name=gathered(data, ["name"])["name"], kind=data["kind"], country=data["country"], port=data["port"],
            days=(data["days_min"], data["days_max"]), freight=data["freight"],
            free_freight_from=data["free_freight_from"],
        )  # fmt: skip

    @staticmethod
    def initial_of(row: Warehouse) -> dict[str, Any]:
        names = ("kind", "country", "port", "days_min", "days_max")
        free = row.free_freight_from
        return (
            {name: getattr(row, name) for name in names}
            | columns("name", own_words(row, "name"))
            | {"freight": f"{row.freight:f}", "free_freight_from": "" if free is None else f"{free:f}"}
        )
