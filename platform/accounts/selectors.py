"""Reads of people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from accounts.models import Address, Favourite, Identity, LoginChange, Look, Membership, Seen, User
from accounts.types import ACTORS, OPERATOR, RealIdentity
from tenancy.scope import current_mall_id
from tenancy.vault.people import Place, open_text


def identities_of(shopper_id: int) -> list[Identity]:
    """The shopper's identities that stand, newest first."""
    return list(Identity.objects.filter(shopper_id=shopper_id, replaced_at=None).order_by("-pk"))


def consents_of(shopper_id: int) -> list[Identity]:
    """Every identity ever kept with its consent, the newest first; replaced and shredded ones too."""
    return list(Identity.objects.filter(shopper_id=shopper_id).order_by("-pk"))


def looks_at(shopper_id: int) -> list[Look]:
    """Who read the shopper's sealed data in clear, the newest first."""
    return list(Look.objects.filter(shopper_id=shopper_id).order_by("-pk"))


def login_changes_of(shopper_id: int) -> list[LoginChange]:
    """When the shopper took another phone to sign in with, the newest first."""
    return list(LoginChange.objects.filter(shopper_id=shopper_id).defer("old_sealed").order_by("-pk"))


def old_login_place(row: LoginChange) -> Place:
    return Place("accounts_loginchange", "old", str(row.row_key))


def old_login(row: LoginChange) -> str:
    """The number before the change, for the notice to it; empty where there was none or it was told."""
    if row.old_sealed is None:
        return ""
    return open_text(row.subject, old_login_place(row), bytes(row.old_sealed))


def profile_of(shopper_id: int) -> User:
    return User.objects.get(pk=shopper_id, mall__isnull=False)


def active_user(user_id: int) -> User | None:
    """Of the open mall, or above the malls. By hand: every call of the API asks for its caller."""
    with connection.cursor() as cursor:
        cursor.execute(_USER, {"mall": current_mall_id(), "user": user_id})
        row = cursor.fetchone()
    return None if row is None else User.from_db("default", _USER_COLUMNS, row)


_USER_COLUMNS = [field.attname for field in User._meta.concrete_fields]
_USER = f"""
SELECT {", ".join(f"u.{name}" for name in _USER_COLUMNS)} FROM accounts_user u
WHERE (u.mall_id = %(mall)s OR u.mall_id IS NULL) AND u.id = %(user)s AND u.is_active
"""


def addresses_of(shopper_id: int) -> list[Address]:
    """The shopper's addresses, the default one first."""
    return list(Address.objects.filter(shopper_id=shopper_id, removed_at=None).order_by("-is_default", "-pk"))


def buyer_of(
    shopper_id: int, address_id: int, identity_id: int | None
) -> tuple[Address | None, Identity | None]:
    """The shopper's own address and (where asked for) identity, both standing. One statement for the two: it stands
    in the middle of placing an order. The identity's sealed values stay where they are.
    """
    values = {
        "mall": current_mall_id(),
        "shopper": shopper_id,
        "address": address_id,
        "identity": identity_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BUYER, values)
        row = cursor.fetchone()
    if row is None:
        return None, None
    address = Address.from_db("default", _ADDRESS_COLUMNS, row[: len(_ADDRESS_COLUMNS)])
    rest = row[len(_ADDRESS_COLUMNS) :]
    return address, None if rest[0] is None else Identity.from_db("default", _IDENTITY_COLUMNS, rest)


_ADDRESS_COLUMNS = [field.attname for field in Address._meta.concrete_fields]
_IDENTITY_COLUMNS = [
    field.attname
    for field in Identity._meta.concrete_fields
    if field.name not in ("name_sealed", "number_sealed")
]
_IDENTITY_COLUMNS.sort(key=lambda name: name != "id")
_BUYER = f"""
SELECT {", ".join(f"a.{name}" for name in _ADDRESS_COLUMNS)}, {", ".join(f"i.{name}" for name in _IDENTITY_COLUMNS)}
FROM accounts_address a LEFT JOIN accounts_identity i
    ON i.mall_id = %(mall)s AND i.shopper_id = %(shopper)s AND i.id = %(identity)s AND i.replaced_at IS NULL
WHERE a.mall_id = %(mall)s AND a.shopper_id = %(shopper)s AND a.id = %(address)s AND a.removed_at IS NULL
"""


def favourites_of(shopper_id: int) -> list[int]:
    """Ids of products, the newest first."""
    rows = Favourite.objects.filter(shopper_id=shopper_id).order_by("-added_at", "-pk")
    return list(rows.values_list("product_id", flat=True))


def seen_by(shopper_id: int) -> list[int]:
    """Ids of products, the last looked at first."""
    rows = Seen.objects.filter(shopper_id=shopper_id).order_by("-seen_at", "-pk")
    return list(rows.values_list("product_id", flat=True))


def role_at(user: User, mall_id: int) -> str:
    """`owner` or `clerk` where the operator is a member of the mall, else empty; asked once per user object."""
    known: dict[int, str] | None = getattr(user, "_roles", None)
    if known is None:
        known = user._roles = {}  # type: ignore[attr-defined]
    if mall_id not in known:
        found = Membership.objects.filter(user_id=user.pk, mall_id=mall_id).values_list("role", flat=True)
        known[mall_id] = found.first() or ""
    return known[mall_id]


def who(actors: Iterable[str]) -> dict[str, str]:
    """`operator:7`, `clock` … -> as people read it in the language of the page: an operator by name.

    One statement, and none where no operator is among them.
    """
    asked = {actor for actor in actors if actor}
    ids = {
        int(pk) for kind, _sep, pk in (a.partition(":") for a in asked) if kind == OPERATOR and pk.isdigit()
    }
    rows = User.objects.filter(pk__in=ids, mall__isnull=True) if ids else ()
    names = {f"{OPERATOR}:{row.pk}": str(row) for row in rows}
    return {actor: names.get(actor) or str(ACTORS.get(actor.partition(":")[0], actor)) for actor in asked}


def kind_of(actor: str) -> str:
    """The same without asking who it is: the kind, and the number of an operator. For lists."""
    kind, _sep, number = actor.partition(":")
    said = str(ACTORS.get(kind, actor))
    return f"{said} {number}" if kind == OPERATOR and number else said


def reveal(identity_id: int) -> RealIdentity:
    """Name and number in clear, for a customs document. Raises Unreadable once the person was forgotten."""
    row = Identity.objects.get(pk=identity_id)

    def opened(column: str, sealed: bytes) -> str:
        return open_text(row.subject, Place("accounts_identity", column, str(row.row_key)), sealed)

    return RealIdentity(
        opened("name", bytes(row.name_sealed)),
        opened("number", bytes(row.number_sealed)),
        row.subject,
        row.allowance_key,
    )
