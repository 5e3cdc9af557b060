"""What the two doors of the exchange platform share: letters into envelopes, envelopes into receipts."""

from __future__ import annotations

from datetime import UTC, datetime

from customs.messages import ReadRefused, dxp
from customs.messages.times import milliseconds
from customs.ports.face import Door
from customs.ports.haikou.receipts import digest_of, from_xml, storable
from customs.types import Bill, Letter, PortReceipt


def packed(letter: Letter, door: Door) -> bytes:
    return dxp.wrap(
        letter.xml,
        message_id=letter.message_id,
        kind=letter.kind,
        sender=door.dxp_id,
        receiver=dxp.CUSTOMS_IMPORT,
        at=letter.made_at,
    )


def unpacked(data: bytes) -> list[PortReceipt | Bill]:
    """Never raises: what cannot be read is a receipt with a fault, so that it is kept and shown."""
    try:
        found = dxp.unwrap(data)
    except ReadRefused as refused:
        return [
            PortReceipt(
                "",
                "",
                "",
                "",
                f"dxp:{digest_of(data.hex())}",
                fault=storable(str(refused))[:1000],
                raw=data,
            )
        ]
    if isinstance(found, dxp.Envelope):
        return from_xml(found.data)
    return [_of_answer(found, data)]


def _of_answer(said: dxp.Answer, data: bytes) -> PortReceipt:
    """The platform refused the envelope itself: as a message that was refused whole."""
    info = storable(f"[Code:{said.code};Desc:{said.info}]")[:1000]
    return PortReceipt(
        kind="900",
        business_key=storable(said.message_id),
        status="-1",
        returned_at=milliseconds(datetime.now(UTC)),
        source_key=f"900:dxp:{digest_of(said.message_id, said.code, said.info)}",
        info=info,
        message_id=storable(said.message_id),
    )
