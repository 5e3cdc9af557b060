"""The three malls themselves."""

from __future__ import annotations

from datetime import datetime

from demo.goods.types import MallProfile
from operations.services import open_mall
from tenancy.models import Mall

COMPANIES = {
    "harbor": ("4601W60001", "海港优选（海口）跨境电子商务有限公司"),
    "polar": ("4601W60011", "极光直邮（海口）国际贸易有限公司"),
    "meridian": ("4601W60021", "子午汇（海口）供应链管理有限公司"),
}


def open_demo_mall(profile: MallProfile, now: datetime) -> int:
    """Open the mall at `<code>.localhost`, or find it. Returns its id."""
    found = Mall.objects.filter(code=profile.code).first()
    if found is not None:
        return found.pk
    code, company = COMPANIES[profile.code]
    return open_mall(
        code=profile.code,
        names={"zh-hans": profile.name.zh, "en": profile.name.en},
        slogans={"zh-hans": profile.slogan.zh, "en": profile.slogan.en},
        host=f"{profile.code}.localhost",
        company_code=code,
        company_name=company,
        licence=profile.licence.zh,
        brand_colour=profile.colour,
        accent_colour=profile.accent,
        now=now,
    ).pk
