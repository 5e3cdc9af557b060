"""A mall's theme: what is refused when it is saved."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenancy.colours import AA, contrast_on_white, readable


def check_brand_colour(colour: str) -> None:
    """Text and buttons of the mall are written in it on white: 4.5:1 at least (WCAG 2.2, 1.4.3). What is no colour is
    refused by somebody else. Raises ValidationError."""
    try:
        found = contrast_on_white(colour)
    except ValueError:
        return
    if found < AA:
        says = _(
            "Text in this colour cannot be read on white: its contrast is %(found)s:1, and %(least)s:1 is needed. "
            "The nearest that can be read is %(instead)s."
        )
        values = {"found": f"{int(found * 10) / 10}", "least": AA, "instead": readable(colour)}
        raise ValidationError(says, code="contrast", params=values)
