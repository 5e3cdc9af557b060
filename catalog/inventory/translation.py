from modeltranslation.translator import TranslationOptions, register

from catalog.inventory.models import Warehouse


@register(Warehouse)
class WarehouseTranslation(TranslationOptions):
    fields = ("name",)
