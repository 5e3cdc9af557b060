"""Where a product can be shared: plain links to the networks' own pages, so that none of their scripts run here."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from storefront.presentation import Link


def share_links(url: str, title: str, picture: str = "") -> tuple[Link, ...]:
    """`url` and `picture` are absolute addresses. A page without a picture shares its words alone."""
    return tuple(
        Link(text, f"{address}?{urlencode({name: value for name, value in values.items() if value})}")
        for text, address, values in (
            (
                _("Weibo"),
                "https://service.weibo.com/share/share.php",
                {"url": url, "title": title, "pic": picture},
            ),
            (
                _("Douban"),
                "https://www.douban.com/share/service",
                {"href": url, "name": title, "image": picture},
            ),
            (
                _("Baidu Tieba"),
                "https://tieba.baidu.com/f/commit/share/openShareApi",
                {"url": url, "title": title, "pic": picture},
            ),
            (
                _("QQ Zone"),
                "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey",
                {"url": url, "title": title, "pics": picture},
            ),
        )
    )
