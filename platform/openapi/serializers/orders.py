"""Checkout and orders as the API takes and tells them."""

from __future__ import annotations

from rest_framework import serializers

from openapi.fields import Asked, IdField, MoneyField, Told


class CheckoutAsked(Asked):
    """No price is taken: `seen_total` is only compared, so that nobody pays what they did not see."""

    address_id = IdField()
    identity_id = IdField(required=False, allow_null=True, default=None)
    notice_version = serializers.CharField(max_length=20, required=False, default="")
    notice_hash = serializers.CharField(max_length=64, required=False, default="")
    notice_accepted = serializers.BooleanField(required=False, default=False)
    sku_ids = serializers.ListField(
        child=IdField(), required=False, allow_null=True, default=None, min_length=1, max_length=100,
        help_text="Lines of the cart to buy; all without.",
    )  # fmt: skip
    seen_total = MoneyField(required=False, allow_null=True, default=None)
    accept_split = serializers.BooleanField(required=False, default=False)


class PlacedPackage(Told):
    id = IdField()
    number = serializers.CharField()


class PlacedBody(Told):
    id = IdField(source="order_id")
    number = serializers.CharField()
    total = MoneyField()
    packages = PlacedPackage(many=True)
    expires_at = serializers.DateTimeField()


class NoticeBody(Told):
    version = serializers.CharField()
    points = serializers.ListField(child=serializers.CharField())
    text_hash = serializers.CharField()


class NoticesBody(Told):
    buyers_notice = NoticeBody(help_text="To accept at checkout.")
    identity_consent = NoticeBody(help_text="To agree to before an identity is kept.")


class WordBody(Told):
    code = serializers.CharField()
    text = serializers.CharField()
    attention = serializers.BooleanField(help_text="Somebody has to do something.")


class OrderLineBody(Told):
    sku_id = IdField()
    sku_code = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField()
    option = serializers.CharField()
    picture = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyField()
    amount = MoneyField()
    tax = MoneyField()


class OrderRowBody(Told):
    id = IdField()
    number = serializers.CharField()
    word = WordBody()
    total = MoneyField()
    pieces = serializers.IntegerField()
    placed_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    lines = OrderLineBody(many=True)


class OrdersBody(Told):
    items = OrderRowBody(many=True, source="rows")
    page = serializers.IntegerField(source="number")
    has_next = serializers.BooleanField()


class PackageBody(Told):
    id = IdField()
    number = serializers.CharField()
    supplier_name = serializers.CharField()
    warehouse_name = serializers.CharField()
    warehouse_country = serializers.CharField()
    mode = serializers.CharField()
    mode_name = serializers.CharField()
    clearance = serializers.CharField()
    fulfilment = serializers.CharField()
    word = WordBody()
    status = serializers.CharField(help_text="The port's own last code.")
    status_says = serializers.CharField()
    reason = serializers.CharField(help_text="Why customs refused.")
    mend = serializers.CharField(help_text="What to put right.")
    list_number = serializers.CharField()
    carrier = serializers.CharField()
    waybill = serializers.CharField()
    goods = MoneyField()
    freight = MoneyField()
    discount = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    outcome = serializers.CharField()
    lines = OrderLineBody(many=True)
    released_at = serializers.DateTimeField(allow_null=True)
    dispatched_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)


class PaymentBody(Told):
    id = IdField()
    number = serializers.CharField()
    gateway = serializers.CharField()
    amount = MoneyField()
    state = serializers.CharField(help_text="pending, paid, closed or refunded.")
    package_number = serializers.CharField()
    code_url = serializers.CharField(help_text="To scan or to open; empty until started.")
    paid_at = serializers.DateTimeField(allow_null=True)


class PaymentsBody(Told):
    state = serializers.CharField(help_text="The order's: ask again until it is `paid`, or over.")
    items = PaymentBody(many=True)


class StepBody(Told):
    at = serializers.DateTimeField()
    axis = serializers.CharField()
    event = serializers.CharField()
    says = serializers.CharField()
    code = serializers.CharField()
    package = serializers.CharField()
    place = serializers.CharField()


class OrderBody(Told):
    id = IdField()
    number = serializers.CharField()
    state = serializers.CharField()
    payment_state = serializers.CharField()
    word = WordBody()
    advice = serializers.CharField()
    expected_hours = serializers.IntegerField(allow_null=True)
    goods = MoneyField()
    freight = MoneyField()
    discount = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    consignee = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    orderer = serializers.CharField(help_text="Masked.")
    orderer_number = serializers.CharField(help_text="Masked.")
    placed_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    can_cancel = serializers.BooleanField()
    cannot_cancel = serializers.CharField(help_text="Why not; empty when it can be cancelled.")
    cannot_change_address = serializers.CharField(
        help_text="Why its address is fixed; empty while it can be changed."
    )
    point_of_no_return = serializers.BooleanField()
    wants_identity = serializers.BooleanField()
    packages = PackageBody(many=True)
    payments = PaymentBody(many=True)
    timeline = StepBody(many=True)


class CancelAsked(Asked):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ResubmitAsked(Asked):
    identity_id = IdField()


class AddressAsked(Asked):
    address_id = IdField()
