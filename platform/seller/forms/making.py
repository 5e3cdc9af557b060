"""What tells a SKU apart from its sisters, and what a bundle is made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Sku
from catalog.supply.costs import offered_currencies
from catalog.supply.making import choices_for, choices_of, parts_in, read_parts
from catalog.types import CatalogError
from seller.forms.company import _text
from seller.forms.goods import AmountField
from seller.frame import say


class VariantForm(forms.Form):
    """One select for each attribute that the category knows."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sku: Sku, data: Any = None) -> None:
        super().__init__(data)
        for choice in choices_of(sku):
            values = [("", _("any")), *((str(pk), say(text)) for pk, text in choice.values)]
            self.fields[f"attribute-{choice.attribute_id}"] = forms.ChoiceField(
                label=say(choice.name), choices=values, required=False, initial=str(choice.chosen or "")
            )

    def choices(self) -> dict[int, int]:
        """Attribute -> value, those that were left open not in it."""
        named = ((name, value) for name, value in self.cleaned_data.items() if name.startswith("attribute-"))
        return {int(name.partition("-")[2]): int(value) for name, value in named if value}


class MatrixForm(forms.Form):
    """Values to tick, attribute by attribute, and a price: a SKU for each combination."""

    use_required_attribute = False
    matrix_price = AmountField(label=_("Price of each, yuan before import tax"), max_length=20)

    def __init__(self, category_id: int, data: Any = None) -> None:
        super().__init__(data)
        for choice in choices_for(category_id):
            self.fields[f"attribute-{choice.attribute_id}"] = forms.MultipleChoiceField(
                label=say(choice.name), choices=[(str(pk), say(text)) for pk, text in choice.values],
                required=False, widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def attributes(self) -> list[Any]:
        return [field for field in self if field.name.startswith("attribute-")]

    def values(self) -> dict[int, list[int]]:
        """Attribute -> values."""
        named = ((name, value) for name, value in self.cleaned_data.items() if name.startswith("attribute-"))
        return {int(name.partition("-")[2]): [int(one) for one in value] for name, value in named if value}


class PartsForm(forms.Form):
    """SKU codes and pieces, one a line."""

    use_required_attribute = False
    parts = _text(
        _("What is in it"), 2000, required=False, rows=4,
        help_text=_("One a line: the SKU's code and the pieces, such as HB-001-01 x 2. Left empty, it is no bundle."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(sku: Sku) -> dict[str, Any]:
        lines = [f"{part.code} x {part.quantity}" for part in parts_in(sku.pk)]
        return {"parts": "\n".join(lines), "version": sku.version}

    def clean_parts(self) -> dict[int, int]:
        """SKU -> pieces."""
        try:
            return read_parts(self.cleaned_data["parts"])
        except CatalogError as refused:
            raise forms.ValidationError(str(refused.message)) from refused


class CostForm(forms.Form):
    """What the supplier asks for a piece, in its own money, from a day on."""

    use_required_attribute = False
    currency = forms.ChoiceField(label=_("Currency"))
    amount = forms.DecimalField(
        label=_("For one piece"), min_value=0, max_digits=11, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["currency"].choices = [(code, code) for code in offered_currencies()]  # type: ignore[attr-defined]
