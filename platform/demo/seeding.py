"""The demo, made in one go: malls, the world they trade with, goods, people, purchases."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from demo import content, malls, outside, people, pictures, purchases, reductions, shelves, suppliers
from demo.clock import Clock
from demo.goods import malls as all_profiles
from tax.services import open_seed_version
from tenancy.scope import Actor, in_mall

Say = Callable[[str], object]


#: The mall whose parcels a tracking service tells of; those of the others are told by their carrier.
FOLLOWED_MALL = "meridian"


def seed(
    *, clock: Clock, most_goods: int | None, with_orders: bool, say: Say, codes: Iterable[str] | None = None
) -> None:
    """The malls of these `codes`, or all. Idempotent: what is there by its code is kept.

    Needs the simulators where their addresses are set.
    """
    now = clock()
    profiles = [profile for profile in all_profiles() if codes is None or profile.code in codes]
    drawing = pictures.start([profile.code for profile in profiles], most_goods)
    opened = {profile.code: malls.open_demo_mall(profile, now) for profile in profiles}
    people.make_platform_operator(opened)
    open_seed_version(now=now)
    for profile in profiles:
        with in_mall(opened[profile.code], actor=Actor.staff()):
            outside.connect(profile, now)
            shelves.fill(profile.code, most_goods, now)
            content.fill(profile, reductions.reduce(profile.code, most_goods, now), now)
            people.settle(profile.code, now)
            suppliers.settle(profile.code, now)
    pictures.hang(drawing, opened)
    say("goods and people are there")
    if with_orders and outside.is_there():
        for code, mall_id in opened.items():
            with in_mall(mall_id, actor=Actor.staff()):
                say(f"{code}: {purchases.make(code, clock)} orders")
                if code == FOLLOWED_MALL:
                    outside.follow(code)
