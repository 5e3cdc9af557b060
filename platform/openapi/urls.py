"""Addresses of the JSON API, version 1."""

from __future__ import annotations

from django.urls import URLPattern, path

from openapi.views import carriers, carts, checkout, logins, orders, people, ports, products, schema, webhooks

app_name = "openapi"
urlpatterns: list[URLPattern] = [
    path("schema", schema.Schema.as_view(), name="schema"),
    path("token", logins.Token.as_view(), name="token"),
    path("shoppers", logins.Shoppers.as_view(), name="shoppers"),
    path("products", products.Products.as_view(), name="products"),
    path("products/<str:product_id>", products.Product.as_view(), name="product"),
    path("cart", carts.Cart.as_view(), name="cart"),
    path("cart/lines", carts.CartLines.as_view(), name="cart_lines"),
    path("cart/lines/<str:sku_id>", carts.CartLine.as_view(), name="cart_line"),
    path("identities", people.Identities.as_view(), name="identities"),
    path("addresses", people.Addresses.as_view(), name="addresses"),
    path("addresses/<str:address_id>", people.Address.as_view(), name="address"),
    path("notices", checkout.Notices.as_view(), name="notices"),
    path("checkout", checkout.Checkout.as_view(), name="checkout"),
    path("orders", orders.Orders.as_view(), name="orders"),
    path("orders/<str:number>", orders.Order.as_view(), name="order"),
    path("orders/<str:number>/cancel", orders.Cancel.as_view(), name="order_cancel"),
    path("orders/<str:number>/identity", orders.Resubmit.as_view(), name="order_identity"),
    path("orders/<str:number>/address", orders.Destination.as_view(), name="order_address"),
    path("orders/<str:number>/payments", orders.Payments.as_view(), name="order_payments"),
    path("webhooks/customs-payment-data", ports.PaymentData.as_view(), name="payment_data"),
    path("webhooks/customs/<slug:port>", ports.PortPush.as_view(), name="port_push"),
    path("webhooks/carriers/<slug:carrier>", carriers.CarrierPush.as_view(), name="carrier_push"),
    path("webhooks/tracking/<slug:service>", carriers.TrackingPush.as_view(), name="tracking_push"),
    path("webhooks/<slug:gateway>", webhooks.GatewayNotice.as_view(), name="webhook"),
    path("<path:rest>", schema.Missing.as_view(), name="missing"),
]
