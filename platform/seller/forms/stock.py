"""Goods that arrive and goods that are sent to another warehouse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seller.forms.company import _text
from seller.forms.goods import places

MOST = 10_000_000


def _pieces(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=MOST, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


class SeenField(forms.IntegerField):
    """Pieces that the page showed. What cannot be read was never seen: then the figures have moved."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> int:
        try:
            found = super().clean(value)
        except forms.ValidationError:
            found = None
        return -1 if found is None else int(found)


class ArriveForm(forms.Form):
    use_required_attribute = False

    pieces = _pieces(_("Pieces"))
    batch = _text(
        _("Batch"), 40, required=False, help_text=_("As the pack says it. Pieces without one have no date.")
    )
    expires_on = forms.DateField(
        label=_("Best before"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    note = _text(_("Delivery note number"), 50, required=False)
    seen = SeenField()


class SendForm(forms.Form):
    """To another warehouse; that the goods lie in is not offered."""

    use_required_attribute = False

    to = forms.ChoiceField(label=_("To the warehouse"))
    sent = _pieces(_("Pieces"))
    seen = SeenField()

    def __init__(self, warehouse_id: int, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "–"), *(row for row in places() if row[0] != str(warehouse_id))
        ]  # fmt: skip
