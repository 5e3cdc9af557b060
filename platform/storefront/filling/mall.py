"""What every page carries of its mall: name, categories, help, licence, hot words. Two statements a generation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from catalog.browsing import Node, tree
from content.selectors import Said, said
from storefront.filling.language import language, say
from storefront.presentation import Licence, Link, MallView
from storefront.serving.parts import goods_part, part
from storefront.serving.public import true_until


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame of a page, and what it was made of."""

    mall: MallView
    tree: tuple[Node, ...]
    said: Said

    def context(self) -> dict[str, Any]:
        return {"mall": self.mall}

    def find(self, slug: str) -> Node | None:
        return next((node for root in self.tree for node in root.below() if node.slug == slug), None)

    def path_to(self, node: Node) -> list[Node]:
        """From the root down to it."""
        by_id = {one.id: one for root in self.tree for one in root.below()}
        path = [node]
        while (parent := by_id.get(path[0].parent_id or 0)) is not None:
            path.insert(0, parent)
        return path


def chrome(request: HttpRequest) -> Chrome:
    """Made once a generation and language, and again when something begins or ends to be shown by itself."""
    found: Chrome | None = getattr(request, "_chrome", None)
    if found is None:
        now, kept = timezone.now(), part("said", said)
        change = kept.next_change(now)
        true_until(request, change)
        version = request.mall.content_version  # type: ignore[attr-defined]
        name = f"frame {language()} {version} {change}"
        found = part(name, lambda: _made(request, kept.at(now)))
        request._chrome = found  # type: ignore[attr-defined]
    return found


def framed(request: HttpRequest, words: Said) -> Chrome:
    """The frame with these words in it; the request keeps it."""
    found = _made(request, words)
    request._chrome = found  # type: ignore[attr-defined]
    return found


def _made(request: HttpRequest, words: Said) -> Chrome:
    roots = goods_part("tree", tree)
    return Chrome(_mall(request, roots, words), roots, words)


def _mall(request: HttpRequest, roots: tuple[Node, ...], words: Said) -> MallView:
    mall = request.mall  # type: ignore[attr-defined]
    hot = [word for block in words.blocks for word in block.settings.get("hot_words", [])]
    return MallView(
        name=say(mall.names),
        slogan=say(mall.slogans),
        hot_words=tuple(say(word) for word in hot)[:6],
        categories=tuple(category_link(node) for node in roots),
        help_links=tuple(
            Link(say(article.title), reverse("storefront:help", args=[article.slug]))
            for article in words.articles
            if article.kind == "help"
        ),
        licence=Licence(company=mall.company_name, line=mall.licence),
    )


def category_link(node: Node, current: str = "", deep: bool = False) -> Link:
    return Link(
        say(node.name),
        reverse("storefront:category", args=[node.slug]),
        current=node.slug == current,
        children=tuple(category_link(child, current) for child in node.children) if deep else (),
    )
