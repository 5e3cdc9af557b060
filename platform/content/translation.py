from modeltranslation.translator import TranslationOptions, register

from content.models import Article, Banner, Block


@register(Block)
class BlockTranslation(TranslationOptions):
    fields = ("title", "subtitle", "body")


@register(Banner)
class BannerTranslation(TranslationOptions):
    fields = ("title", "line", "button")


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
