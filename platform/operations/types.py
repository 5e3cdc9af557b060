"""What the operator's door refuses."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OperationRefused(Exception):
    """`code` is stable; the message is for the person; `field` names the form's field."""

    code = "operation"

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


class MallNotOpened(OperationRefused):
    code = "mall_not_opened"


CODE_WRONG = _("A mall's code is 2 to 40 small letters, digits and hyphens, and starts with a letter.")
CODE_TAKEN = _("Another mall has this code.")
HOST_WRONG = _("This is not a host name.")
HOST_TAKEN = _("This host belongs to another mall or to the console.")
NAME_MISSING = _("A mall needs a name in Chinese and in English.")
COLOUR_WRONG = _("A colour is written like #0B6E6E.")
