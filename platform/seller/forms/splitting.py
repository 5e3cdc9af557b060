"""How many pieces of each line of a package go first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seller.presenting import LineView


class SplitForm(forms.Form):
    """A figure beside each line, 0 to what is ordered; parts of a bundle stay together and have none to type."""

    use_required_attribute = False

    def __init__(self, lines: Sequence[LineView], data: Any = None) -> None:
        super().__init__(data)
        for line in lines:
            self.fields[f"line-{line.id}"] = forms.IntegerField(
                label=_("Pieces that go first"), min_value=0, max_value=line.quantity, required=False,
                disabled=bool(line.bundle), initial=0,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "pieces", "maxlength": 4}),
            )  # fmt: skip

    def pieces(self) -> dict[int, int]:
        """Line -> pieces, those of none left out."""
        given = {int(name.partition("-")[2]): n or 0 for name, n in self.cleaned_data.items()}
        return {line_id: n for line_id, n in given.items() if n}
