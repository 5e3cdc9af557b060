"""Verbs of payments, one a file."""

from orders.payments.services.ask_gateway import ask_gateway
from orders.payments.services.bank import (
    confirm_receipt,
    enter_receipt,
    record_bank_refund,
    reject_receipt,
)
from orders.payments.services.close_payments import close_payments
from orders.payments.services.receive_notice import receive_notice
from orders.payments.services.reconcile import close_break, reconcile
from orders.payments.services.record_payment import record_payment
from orders.payments.services.refund import refund, send_again, send_refund
from orders.payments.services.start_payments import start_payments

__all__ = [
    "ask_gateway",
    "close_break",
    "close_payments",
    "confirm_receipt",
    "enter_receipt",
    "receive_notice",
    "reconcile",
    "record_bank_refund",
    "record_payment",
    "refund",
    "reject_receipt",
    "send_again",
    "send_refund",
    "start_payments",
]
