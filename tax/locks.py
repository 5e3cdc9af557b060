"""Row locks of this app."""

from tax.models import RateBatch


def locked_batch(batch_id: int) -> RateBatch | None:
    """The batch, locked until the transaction ends; None where there is none."""
    return RateBatch.objects.select_for_update().filter(pk=batch_id).first()
