"""The shopper's own identities and addresses."""

from __future__ import annotations

from typing import Any

from django.utils.crypto import constant_time_compare
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import consents
from accounts.selectors import addresses_of, identities_of
from accounts.services import AddressFields, keep_address, keep_identity, remove_address
from accounts.types import Consent
from openapi.fields import read_id
from openapi.serializers.people import (
    AddressAsked,
    AddressBody,
    AddressesBody,
    IdentitiesBody,
    IdentityAsked,
    IdentityBody,
)
from openapi.views.base import ApiView, operation, told


class Identities(ApiView):
    for_shoppers = True

    @operation("Who may order: masked", answers=IdentitiesBody, refusals=(401,), tag="people",
               name="identities_list")  # fmt: skip
    def get(self, request: Request) -> Response:
        return told(IdentitiesBody, {"items": identities_of(self.shopper_id)})

    @operation(
        "Keep a real name and ID number; consent as GET /notices gives it", takes=IdentityAsked,
        answers=IdentityBody, status=201, refusals=(400, 401, 422), tag="people", name="identities_create",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        asked = self.asked(IdentityAsked)
        consent = self._consent(asked["consent_version"], asked["consent_hash"])
        row = keep_identity(
            shopper_id=self.shopper_id, name=asked["name"], number=asked["number"], consent=consent
        )
        return told(IdentityBody, row, 201)

    def _consent(self, version: str, text_hash: str) -> Consent | None:
        """The consent, where the words in force were agreed to, in either language."""
        for language in ("zh-hans", "en"):
            consent = consents.agreed(language, self.now)
            if version == consent.version and constant_time_compare(text_hash, consent.text_hash):
                return consent
        return None


class Addresses(ApiView):
    for_shoppers = True

    @operation("Where parcels go, the default one first", answers=AddressesBody, refusals=(401,), tag="people",
               name="addresses_list")  # fmt: skip
    def get(self, request: Request) -> Response:
        return told(AddressesBody, {"items": addresses_of(self.shopper_id)})

    @operation("Keep an address", takes=AddressAsked, answers=AddressBody, status=201, refusals=(400, 401, 422),
               tag="people", name="addresses_create")  # fmt: skip
    def post(self, request: Request) -> Response:
        return told(AddressBody, self._kept(None), 201)

    def _kept(self, address_id: int | None) -> Any:
        asked = self.asked(AddressAsked)
        is_default = asked.pop("is_default")
        return keep_address(
            shopper_id=self.shopper_id,
            fields=AddressFields(**asked),
            is_default=is_default,
            address_id=address_id,
        )


class Address(Addresses):
    http_method_names = ["put", "delete", "options"]

    @operation("Change an address", takes=AddressAsked, answers=AddressBody, refusals=(400, 401, 422),
               tag="people", name="addresses_change")  # fmt: skip
    def put(self, request: Request, address_id: str) -> Response:
        return told(AddressBody, self._kept(self._own(address_id)))

    @operation("Remove an address", status=204, refusals=(401,), tag="people", name="addresses_remove")
    def delete(self, request: Request, address_id: str) -> Response:
        remove_address(shopper_id=self.shopper_id, address_id=self._own(address_id))
        return Response(status=204)

    def _own(self, address_id: str) -> int:
        """Raises NotFound for one that is not there or not the caller's."""
        wanted = read_id(address_id)
        if wanted not in {row.pk for row in addresses_of(self.shopper_id)}:
            raise NotFound()
        return wanted
