"""People as the API takes and tells them: names and numbers of identities come in clear and go out masked."""

from __future__ import annotations

from rest_framework import serializers

from openapi.fields import Asked, IdField, Told


class Login(Asked):
    login = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False, write_only=True)


class Registration(Login):
    login = serializers.CharField(min_length=3, max_length=150)
    display_name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class TokenBody(Told):
    token = serializers.CharField(help_text="Send it as Authorization: Bearer …")
    expires_at = serializers.DateTimeField()
    shopper_id = IdField()


class ShopperBody(Told):
    id = IdField()
    login = serializers.CharField()
    display_name = serializers.CharField()


class IdentityAsked(Asked):
    name = serializers.CharField(max_length=60, help_text="As on the ID card.")
    number = serializers.CharField(max_length=30, write_only=True)
    consent_version = serializers.CharField(max_length=20, required=False, default="")
    consent_hash = serializers.CharField(max_length=64, required=False, default="")


class IdentityBody(Told):
    id = IdField()
    name = serializers.CharField(source="name_masked")
    number = serializers.CharField(source="number_masked")
    consented_at = serializers.DateTimeField()


class AddressAsked(Asked):
    consignee = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=20)
    province = serializers.CharField(max_length=30)
    city = serializers.CharField(max_length=30)
    district = serializers.CharField(max_length=30)
    street = serializers.CharField(max_length=120)
    district_code = serializers.RegexField(r"^([0-9]{6})?$", required=False, default="")
    is_default = serializers.BooleanField(required=False, default=False)


class AddressBody(Told):
    id = IdField()
    consignee = serializers.CharField()
    phone = serializers.CharField()
    province = serializers.CharField()
    city = serializers.CharField()
    district = serializers.CharField()
    street = serializers.CharField()
    district_code = serializers.CharField()
    is_default = serializers.BooleanField()


class IdentitiesBody(Told):
    items = IdentityBody(many=True)


class AddressesBody(Told):
    items = AddressBody(many=True)
