"""Goods that a careless or a hostile hand typed in: run inside the house, by its own services."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from catalog.inventory.services import receive
from catalog.models import Product, TradeProfile
from catalog.reviews.services import keep_review
from catalog.services.keep import ProductFields, SkuFields, keep_product, keep_sku, keep_trade_profile
from catalog.services.states import change_state
from catalog.types import TradeFacts
from tenancy.models import Mall
from tenancy.scope import Actor, in_mall

LONG = ("日本原装进口保湿修护精华面霜夜间密集滋养" * 10)[:200]
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
ARABIC = "زيت الأرغان المغربي النقي للشعر والبشرة مع خلاصة اللوز الحلو"
EMOJI = "👶🍼 婴儿湿巾 👨‍👩‍👧‍👦 家庭装 🇯🇵 ✨✨✨"
SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
TITLES = {
    "odd-long": {"zh-hans": LONG, "en": (UNBROKEN + " ") * 1},
    "odd-arabic": {"zh-hans": ARABIC, "en": ARABIC},
    "odd-emoji": {"zh-hans": EMOJI, "en": EMOJI},
    "odd-script": {"zh-hans": SCRIPT, "en": SCRIPT},
}


def plant() -> None:
    """Four products without a picture in the mall `harbor`, beside the first one's supplier and shelf."""
    now = timezone.now()
    with in_mall(Mall.objects.get(code="harbor").pk, actor=Actor.staff()):
        model = Product.objects.order_by("position").first()
        assert model is not None
        for code, title in TITLES.items():
            _odd(model, code, title)
        for author, text in ((ARABIC[:40], ARABIC), ("👻" * 12, SCRIPT), ("W" * 40, UNBROKEN + "。" + LONG)):
            keep_review(
                product_id=Product.objects.get(code="odd-long").pk, name_shown=author, stars=1, text=text,
                reply=SCRIPT, at=now - timedelta(days=1),
            )  # fmt: skip


def _odd(model: Product, code: str, title: dict[str, str]) -> None:
    product_id = keep_product(
        fields=ProductFields(
            code=code, slug=code, supplier_id=model.supplier_id, category_id=model.category_id,
            warehouse_id=model.warehouse_id, mode=model.mode, brand=cut(title, 80), title=title, origin=model.origin,
            subtitle=title, description=title, label=[[UNBROKEN, LONG], [ARABIC, EMOJI]], position=900,
            specifications={"zh-hans": [[LONG, UNBROKEN]], "en": [[UNBROKEN, ARABIC]]},
        )
    )  # fmt: skip
    sku_id = keep_sku(
        product_id=product_id,
        fields=SkuFields(code=code, price=Decimal("12345.67"), option=cut(title, 80)),
        now=timezone.now(),
    )
    like = TradeProfile.objects.filter(sku__product=model).first()
    assert like is not None
    keep_trade_profile(sku_id=sku_id, facts=facts(like))
    receive(
        sku_id=sku_id, warehouse_id=model.warehouse_id, quantity=3, reference="opening", now=timezone.now()
    )
    change_state(product_id=product_id, state="listed", now=timezone.now())


def cut(title: dict[str, str], most: int) -> dict[str, str]:
    return {language: text[:most] for language, text in title.items()}


def facts(row: TradeProfile) -> TradeFacts:
    names = TradeFacts.__dataclass_fields__
    return TradeFacts(**{name: getattr(row, name) for name in names})
