"""The demo, made in one go: malls, the world they trade with, goods, people, purchases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from demo import content, living, malls, outside, people, pictures, purchases, reductions, shelves, suppliers
from demo.clock import Clock
from demo.goods import malls as all_profiles
from orders.models import Order
from tax.services import open_seed_version
from tenancy.scope import Actor, in_mall

Say = Callable[[str], object]


#: The mall whose parcels a tracking service tells of; those of the others are told by their carrier.
FOLLOWED_MALL = "meridian"


def seed(
    *,
    clock: Clock,
    most_goods: int | None,
    with_orders: bool,
    say: Say,
    codes: Iterable[str] | None = None,
    days: int = 0,
) -> None:
    """The malls of these `codes`, or all, opened `days` ago and lived in since. Idempotent: what is there is kept.

    Needs the simulators where their addresses are set.
    """
    now = clock()
    first = now - timedelta(days=days)
    profiles = [profile for profile in all_profiles() if codes is None or profile.code in codes]
    drawing = pictures.start([profile.code for profile in profiles], most_goods)
    opened = {profile.code: malls.open_demo_mall(profile, first) for profile in profiles}
    people.make_platform_operator(opened)
    open_seed_version(now=first)
    for profile in profiles:
        with in_mall(opened[profile.code], actor=Actor.staff()):
            outside.connect(profile, first)
            shelves.fill(profile.code, most_goods, first)
            people.settle(profile.code, first)
            suppliers.settle(profile.code, first)
    pictures.hang(drawing, opened)  # before anything is bought: an order keeps its picture
    say("goods and people are there")
    if with_orders and outside.is_there():
        _live(_without_orders(opened), clock, days, say)
    for profile in profiles:
        with in_mall(opened[profile.code], actor=Actor.staff()):
            content.fill(profile, reductions.reduce(profile.code, most_goods, now), now)


def _without_orders(opened: dict[str, int]) -> dict[str, int]:
    found = {}
    for code, mall_id in opened.items():
        with in_mall(mall_id, actor=Actor.staff()):
            if not Order.objects.exists():
                found[code] = mall_id
    return found


def _live(fresh: dict[str, int], clock: Clock, days: int, say: Say) -> None:
    if days > 1 and fresh:
        living.live(fresh, clock(), days)
        say(f"{days} days went by")
    for code, mall_id in fresh.items():
        with in_mall(mall_id, actor=Actor.staff()):
            scripts = purchases.OF_TODAY if days > 1 else purchases.SCRIPTS
            say(f"{code}: {purchases.make(clock, scripts)} orders")
            if code == FOLLOWED_MALL:
                outside.follow(code)
