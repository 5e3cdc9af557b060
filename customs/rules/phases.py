"""The phases of clearance (通关状态) that receipts lead to: the words of the order's clearance axis."""

from enum import StrEnum


class Phase(StrEnum):
    DECLARING = "declaring"
    DECLARED = "declared"
    ACCEPTED = "accepted"
    INSPECTING = "inspecting"
    RELEASED = "released"
    REJECTED = "rejected"
    RETURNED = "returned"
