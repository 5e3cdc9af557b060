"""A mall's colour is checked when it is saved: text in it must be readable on white."""

from __future__ import annotations

import pytest
from lxml import html

from operations import theme
from tenancy.colours import AA, contrast_on_white, readable
from tenancy.models import Mall

pytestmark = pytest.mark.django_db


def saved(owner, mall: Mall, colour: str):
    address = f"/admin/tenancy/mall/{mall.pk}/change/"
    form = next(
        f for f in html.fromstring(owner.get(address).content.decode()).forms if "brand_colour" in f.fields
    )
    return owner.post(address, dict(form.form_values()) | {"brand_colour": colour})


@pytest.mark.parametrize(
    ("path", "says"),
    [("", "对比度"), ("/en", "cannot be read on white: its contrast is 1.7:1, and 4.5:1 is needed")],
)
def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read(owner, mall, path, says):
    refused = owner.post(f"{path}/admin/tenancy/mall/{mall.pk}/change/", {"brand_colour": "#FFB703"})
    assert refused.status_code == 200
    assert says in refused.content.decode() and readable("#FFB703") in refused.content.decode()
    mall.refresh_from_db()
    assert mall.brand_colour == "#0B6E6E"


def test_a_readable_one_is_kept_and_what_is_offered_instead_is_readable(owner, mall):
    for colour in ("#1F3A8A", readable("#FFB703")):
        assert contrast_on_white(colour) >= AA
        assert saved(owner, mall, colour).status_code == 302
        mall.refresh_from_db()
        assert mall.brand_colour == colour


def test_without_the_check_a_pale_colour_is_kept(owner, mall, monkeypatch):
    """The control."""
    monkeypatch.setattr(theme, "AA", 1.0)
    assert saved(owner, mall, "#FFB703").status_code == 302
    mall.refresh_from_db()
    assert mall.brand_colour == "#FFB703"
