from modeltranslation.translator import TranslationOptions, register

from catalog.models import Attribute, AttributeChoice, Brand, Category, Media, Product, Sku


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name",)


@register(Product)
class ProductTranslation(TranslationOptions):
    fields = ("brand", "title", "subtitle", "description", "specifications")


@register(Sku)
class SkuTranslation(TranslationOptions):
    fields = ("option",)


@register(Media)
class MediaTranslation(TranslationOptions):
    fields = ("alt",)


@register(Brand)
class BrandTranslation(TranslationOptions):
    fields = ("name", "story")


@register(Attribute)
class AttributeTranslation(TranslationOptions):
    fields = ("name",)


@register(AttributeChoice)
class AttributeChoiceTranslation(TranslationOptions):
    fields = ("value",)
