from modeltranslation.translator import TranslationOptions, register

from tenancy.models import Mall


@register(Mall)
class MallTranslation(TranslationOptions):
    fields = ("name", "slogan")
