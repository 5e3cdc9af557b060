"""Which company customs knows a payment gateway as: every payment company has its own code (支付企业)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from customs.models import PortAccount
from customs.types import NoPort
from identifiers import company_code


def keep_payer(*, port: str, gateway: str, code: str, name: str) -> None:
    """Both empty takes it away again. Raises NoPort, ValueError for a code that is none or half of the two."""
    code, name = code.strip(), name.strip()
    if bool(code) != bool(name) or (code and not company_code.is_valid(code)):
        raise ValueError(str(_("A company has a customs code of 10 or 18 characters and a name.")))
    with transaction.atomic():
        row = PortAccount.objects.select_for_update(no_key=True).filter(port=port).first()
        if row is None:
            raise NoPort()
        kept = {key: value for key, value in row.payer_companies.items() if key != gateway}
        if code:
            kept[gateway] = [code, name]
        PortAccount.objects.filter(pk=row.pk).update(payer_companies=kept)
