"""What tells a SKU apart from its sisters, and what a bundle is made of."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Sku
from catalog.supply.costs import offered_currencies
from catalog.supply.making import choices_of, parts_in, sku_ids_of
from seller.forms.company import _text
from seller.frame import say

_PART = re.compile(r"^(?P<code>\S+?)(?:\s*[x×*\s]\s*(?P<pieces>\d{1,3}))?$", re.IGNORECASE)


class VariantForm(forms.Form):
    """One select for each attribute that the category knows."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sku: Sku, data: Any = None) -> None:
        super().__init__(data)
        for choice in choices_of(sku):
            values = [("", _("does not matter")), *((str(pk), say(text)) for pk, text in choice.values)]
            self.fields[f"attribute-{choice.attribute_id}"] = forms.ChoiceField(
                label=say(choice.name), choices=values, required=False, initial=str(choice.chosen or "")
            )

    def choices(self) -> dict[int, int]:
        """Attribute -> value, those that were left open not in it."""
        named = ((name, value) for name, value in self.cleaned_data.items() if name.startswith("attribute-"))
        return {int(name.partition("-")[2]): int(value) for name, value in named if value}


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
        wanted: dict[str, int] = {}
        for line in filter(None, (line.strip() for line in self.cleaned_data["parts"].splitlines())):
            read = _PART.match(line)
            if read is None:
                raise forms.ValidationError(_("This line cannot be read: %(line)s") % {"line": line[:60]})
            wanted[read["code"]] = wanted.get(read["code"], 0) + int(read["pieces"] or 1)
        known = sku_ids_of(list(wanted))
        strange = [code for code in wanted if code not in known]
        if strange:
            raise forms.ValidationError(_("You have no SKU with this code: %(code)s") % {"code": strange[0]})
        return {known[code]: pieces for code, pieces in wanted.items()}


class CostForm(forms.Form):
    """What the supplier asks for a piece, in its own money, from a day on."""

    use_required_attribute = False
    currency = forms.ChoiceField(label=_("Currency"))
    amount = forms.DecimalField(
        label=_("For one piece"), min_value=0, max_digits=11, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["currency"].choices = [(code, code) for code in offered_currencies()]  # type: ignore[attr-defined]
