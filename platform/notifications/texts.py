"""The words of each kind of message: title and text, with the values of its context in braces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Words:
    title: Promise | str
    text: Promise | str


WORDS: dict[str, Words] = {
    "order.paid": Words(
        _("Payment received"), _("Order {number} is paid. We are declaring it to customs now.")
    ),
    "order.refunded": Words(
        _("Money on its way back"), _("{amount} yuan for order {number} were given back.")
    ),
    "package.released": Words(
        _("Released by customs"), _("Package {number} was released and is being handed to the carrier.")
    ),
    "package.rejected": Words(
        _("Customs sent your package back to us"),
        _("Package {number} was refused. Open the order to see why, and what you can do."),
    ),
    "package.returned": Words(_("Returned abroad"), _("Package {number} was returned. We will contact you.")),
    "package.lost": Words(_("Lost on the way"), _("The carrier cannot find package {number}. We are on it.")),
    "package.signed": Words(_("Signed for"), _("Package {number} was delivered.")),
    "product.recalled": Words(
        _("Goods you bought are recalled"),
        _("You bought {title} in order {number}. It is being recalled: {reason} Please stop using it."),
    ),
    "supplier.accepted": Words(
        _("Welcome: your shop may sell"),
        _("{name} was accepted. List your first goods and they are on sale."),
    ),
    "supplier.rejected": Words(
        _("Your application needs a change"), _("{name} was not accepted yet: {reason}")
    ),
    "supplier.suspended": Words(
        _("Your shop is suspended"),
        _("The goods of {name} are off sale: {reason} What was sold is still to be shipped."),
    ),
    "supplier.resumed": Words(_("Your shop sells again"), _("The goods of {name} are back on sale.")),
    "complaint.taken_down": Words(
        _("Goods taken down after a complaint"),
        _("{code} is off sale: {complainant} claims a right. Read it, and answer with a counter-notice."),
    ),
    "complaint.settled": Words(
        _("A complaint is settled"), _("The complaint about {code}: {outcome}. Open it to read why.")
    ),
    "stock.low": Words(
        _("Stock runs low"),
        _(
            "{count} of your SKUs are at their warning level or below it: {codes}. Send more, or take them off sale."
        ),
    ),
    "stock.expiring": Words(
        _("Batches near their date"),
        _(
            "{count} batches are best before within 90 days or out of date: {codes}. What is out of date is not sold."
        ),
    ),
    "aftersale.requested": Words(
        _("We have your request"), _("Your after-sale request for order {number} is with the mall.")
    ),
    "aftersale.approved": Words(
        _("Your request was approved"), _("Open request {request_number} to see what comes next.")
    ),
    "aftersale.refused": Words(
        _("Your request was refused"),
        _("Open request {request_number} to read why; you may ask the mall's owner to look again."),
    ),
    "aftersale.settled": Words(
        _("Your request is settled"), _("Request {request_number} for order {number} is done.")
    ),
    "order.address_changed": Words(
        _("The address of your order was changed"),
        _("Order {number} goes to another address now. If you did not ask for it, please tell us at once."),
    ),
    "dispute.paid_first": Words(
        _("We have paid you back"),
        _("{amount} yuan for order {number} are on their way to the account you paid from."),
    ),
    "dispute.to_answer": Words(
        _("A dispute about a package of yours"),
        _(
            "We paid {amount} yuan back for package {number}. Say what happened by {until}, before it is decided."
        ),
    ),
    "settlement.drawn": Words(
        _("A statement to confirm"),
        _("Statement {number}: {amount} payable. Look at it and agree, or say what is wrong."),
    ),
    "settlement.answered": Words(
        _("The mall answered your objection"),
        _("Statement {number}: read the answer, and agree or object again."),
    ),
    "settlement.paid": Words(
        _("A statement was paid"),
        _("Statement {number}: {amount} left the mall's bank, reference {reference}."),
    ),
    "account.phone_changed": Words(
        _("You sign in with another phone"),
        _(
            "Since {at} your account is signed in to with the number ending in {end}. If it was not you, tell us at"
            " once."
        ),
    ),
    "privacy.export_ready": Words(
        _("Your data is ready"), _("The file with your data can be downloaded until {until}.")
    ),
}


def worded(kind: str, context: Mapping[str, object], language: str) -> tuple[str, str]:
    """Title and text in `language`. Raises KeyError for a kind without words, or words without their value."""
    words = WORDS[kind]
    values = {name: _in(language, value) for name, value in context.items()}
    with translation.override(language):
        return str(words.title), str(words.text).format_map(values)


def kept(kind: str, context: Mapping[str, object]) -> dict[str, Any]:
    """Of the values those that the words hold, as JSON: nothing else of an occasion stays with its message."""
    asked = {name for _, name, _, _ in Formatter().parse(str(WORDS[kind].text)) if name}
    return {name: _plain(value) for name, value in context.items() if name in asked}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(language): str(text) for language, text in value.items()}
    return str(value)


def _in(language: str, value: object) -> object:
    """A text by language: in that one, or in the other where it says nothing."""
    if not isinstance(value, Mapping):
        return value
    here, there = ("en", "zh-hans") if language.startswith("en") else ("zh-hans", "en")
    return value.get(here) or value.get(there) or ""
