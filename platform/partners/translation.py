from modeltranslation.translator import TranslationOptions, register

from partners.models import Supplier


@register(Supplier)
class SupplierTranslation(TranslationOptions):
    fields = ("name", "intro")
