"""Row locks of the ledger: the entry first, then its year, then goods by name."""

from tax.allowance.models import AllowanceEntry


def locked_entry(ref: str) -> AllowanceEntry | None:
    """This mall's entry of a reference, locked until the transaction ends."""
    return AllowanceEntry.objects.select_for_update().filter(ref=ref).first()
