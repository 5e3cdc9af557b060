"""The developers' page of components: none is missing from it, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.utils import translation

from storefront.gallery import gallery
from tests.storefront.forms import page

# Parts of forms and bars that only stand inside a page of their own.
ELSEWHERE = {"action_bar", "breadcrumb", "facets", "form_errors", "refund_sum", "share_panel", "submit_bar"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_is_in_the_gallery(language):
    used: set[str] = set()

    def heard(sender, template, **more):
        used.add(str(template.name))

    template_rendered.connect(heard)
    try:
        with translation.override(language):
            response = gallery(RequestFactory().get("/gallery"))
    finally:
        template_rendered.disconnect(heard)
    names = {path.stem for path in (Path(settings.BASE_DIR) / "templates" / "components").glob("*.html")}
    shown = {Path(name).stem for name in used if name.startswith("components/")}
    assert names - shown == ELSEWHERE
    assert page(response).get("lang") == ("en" if language == "en" else "zh-Hans")
