"""The words of the after-sale axis, for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from orders.lifecycle.axes import Aftersale

STATES = {
    Aftersale.REQUESTED: (_("Waiting for the mall"), "warning"),
    Aftersale.APPROVED: (_("Agreed"), "info"),
    Aftersale.RETURNING: (_("Goods on their way back"), "info"),
    Aftersale.RECEIVED: (_("Goods received"), "warning"),
    Aftersale.SETTLED: (_("Settled"), "success"),
    Aftersale.REFUSED: (_("Refused"), "danger"),
    Aftersale.ARBITRATING: (_("Under arbitration"), "danger"),
    Aftersale.WITHDRAWN: (_("Withdrawn"), ""),
}
