"""The JSON envelope of the HTTP door."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any

from simulators.port.intake.fields import FORMS

HEAD_FIELDS = ("MessageId", "MessageType", "SenderID", "ReceiverID", "SendTime", "Version")


class EnvelopeError(Exception):
    """Not received at all."""


@dataclass(frozen=True)
class Envelope:
    message_id: str
    kind: str
    sender: str
    receiver: str
    xml: bytes


def open_envelope(body: dict[str, Any]) -> Envelope:
    message = body.get("Message")
    head = message.get("MessageHead") if isinstance(message, dict) else None
    content = message.get("MessageBody") if isinstance(message, dict) else None
    if not isinstance(head, dict) or not isinstance(content, dict):
        raise EnvelopeError("Message.MessageHead and Message.MessageBody are needed")
    for name in HEAD_FIELDS:
        if not isinstance(head.get(name), str) or not head[name]:
            raise EnvelopeError(f"MessageHead.{name} is missing")
    found = re.fullmatch(r"CEB(\d{3})Message\.xml", head["MessageType"])
    if not found or found[1] not in FORMS:
        raise EnvelopeError(f"MessageType {head['MessageType']} is not taken at this door")
    return Envelope(head["MessageId"], found[1], head["SenderID"], head["ReceiverID"], _data(content))


def _data(content: dict[str, Any]) -> bytes:
    data = content.get("data")
    if not isinstance(data, str) or not data:
        raise EnvelopeError("MessageBody.data is missing")
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (ValueError, binascii.Error) as problem:
        raise EnvelopeError("MessageBody.data is not base64") from problem
