"""Text messages (短信): one door to the mall's sender, kept among its secrets as `sms.http`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import requests
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallSecret
from tenancy.vault import secrets

SECRET = "sms.http"
_TIMEOUT = (3, 8)


class SmsError(Exception):
    """The message was not sent; the message of the error is for the person."""

    def __init__(self) -> None:
        self.message = _("The text message could not be sent. Please try again in a minute.")
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Account:
    """`signature` stands before every text, as the rules for senders ask; `inbox` is a simulator's page, else empty."""

    host: str
    key: str
    signature: str
    inbox: str = ""

    @classmethod
    def of_mall(cls) -> Account | None:
        """None where the mall sends no text messages."""
        if not MallSecret.objects.filter(name=SECRET).exists():
            return None
        return cls(**json.loads(secrets.get(SECRET)))

    def keep(self) -> None:
        secrets.put(name=SECRET, value=json.dumps(asdict(self)))


def send_sms(*, account: Account, phone: str, text: str) -> None:
    """Hand one message to the sender. Raises SmsError; never logs the text, which may be a code."""
    try:
        answer = requests.post(
            f"{account.host}/messages",
            json={"phone": phone, "text": f"【{account.signature}】{text}"},
            headers={"Authorization": f"Bearer {account.key}"},
            timeout=_TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise SmsError from error
    if answer.status_code != 201:
        raise SmsError
