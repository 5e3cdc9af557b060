"""What the domestic carrier calls the steps."""

from orders.logistics.vocabulary import Step

WORDS = {
    "PICKUP": Step.PICKED_UP,
    "TRANSIT": Step.IN_TRANSIT,
    "DELIVER": Step.OUT_FOR_DELIVERY,
    "STORED": Step.AWAITS_COLLECTION,
    "FAILED": Step.NOT_DELIVERED,
    "SIGN": Step.SIGNED,
    "REFUSED": Step.REFUSED,
    "RETURN": Step.GOES_BACK,
    "HELD": Step.DELAYED,
    "LOST": Step.LOST,
    "FOUND": Step.FOUND,
}
