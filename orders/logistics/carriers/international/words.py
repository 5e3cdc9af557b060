"""What the international carrier calls the steps."""

from orders.logistics.vocabulary import Step

WORDS = {
    "PU": Step.OVERSEAS_PICKED_UP,
    "EX": Step.EXPORTED,
    "DP": Step.DEPARTED,
    "AR": Step.ARRIVED,
    "HL": Step.DELAYED,
    "LS": Step.LOST,
    "FD": Step.FOUND,
}
