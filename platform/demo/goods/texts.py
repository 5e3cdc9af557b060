"""What the malls say: profiles, banners, help articles, reviews. Read from TOML beside this module."""

from functools import cache

from demo.goods.tables import rows, table
from demo.goods.types import Article, Banner, MallProfile, Review, Text


@cache
def malls() -> tuple[MallProfile, ...]:
    return tuple(
        MallProfile(
            code=row["code"],
            name=Text(*row["name"]),
            slogan=Text(*row["slogan"]),
            about=Text(*row["about"]),
            colour=row["colour"],
            accent=row["accent"],
            modes=tuple(row["modes"]),
            licence=Text(*row["licence"]),
            hot_words=tuple(Text(*word) for word in row["hot_words"]),
        )
        for row in table("malls")["mall"]
    )


@cache
def banners() -> tuple[Banner, ...]:
    return tuple(
        Banner(
            code=row["code"],
            mall=row["mall"],
            title=Text(*row["title"]),
            line=Text(*row["line"]),
            button=Text(*row["button"]),
            link=row["link"],
            products=tuple(row["products"]),
        )
        for row in table("malls")["banner"]
    )


@cache
def articles() -> tuple[Article, ...]:
    return tuple(
        Article(
            code=row["code"], mall=row.get("mall"), title=Text(*row["title"]), body=Text(row["zh"], row["en"])
        )
        for row in table("articles")["article"]
    )


@cache
def reviews() -> tuple[Review, ...]:
    """Newest first within one product; several products have none on purpose."""
    return tuple(
        Review(
            product=row["product"],
            author=row["author"],
            stars=row["stars"],
            text=Text(*row["text"]),
            reply=Text(*row["reply"]) if "reply" in row else None,
            follow_up=Text(*row["later"]) if "later" in row else None,
            days_ago=row["days"],
        )
        for row in rows("reviews_", "review")
    )
