"""For operators, beside the goods themselves: attributes, brands with their papers, complaints (loaded by admin)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Attribute, AttributeChoice, Brand, BrandPaper, Complaint
from catalog.services import brands, complaints
from catalog.types import CatalogError
from tenancy.admin import MallAdmin, ReasonForm, Section, Text, Words, column, link, moment, state, time, verb

COMPLAINTS = Words(
    {
        "filed": (Complaint.State.FILED.label, "warning"),
        "dismissed": (Complaint.State.DISMISSED.label, ""),
        "taken_down": (Complaint.State.TAKEN_DOWN.label, "danger"),
        "countered": (Complaint.State.COUNTERED.label, "warning"),
        "restored": (Complaint.State.RESTORED.label, "success"),
        "upheld": (Complaint.State.UPHELD.label, "danger"),
    }
)
PAPERS = Words(
    {
        "submitted": (BrandPaper.State.SUBMITTED.label, "warning"),
        "approved": (BrandPaper.State.APPROVED.label, "success"),
        "rejected": (BrandPaper.State.REJECTED.label, "danger"),
    }
)


def by(request: HttpRequest) -> str:
    return f"operator:{request.user.pk}"


@admin.register(Brand)
class BrandAdmin(MallAdmin):
    can_add = can_change = True
    list_display = ("name", "code", "country", "needs_papers")
    search_fields = ("code", "name_zh_hans", "name_en")
    ordering = ("code",)
    fields = ("code", "country", "needs_papers")
    language_fields = ("name", "story")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        brands.renew_brand(brand_id=obj.pk)


@admin.register(Attribute)
class AttributeAdmin(MallAdmin):
    """By what SKUs differ; suppliers choose among its values."""

    can_add = can_change = True
    list_display = ("name", "code", "category_shown", "values_shown", "position")
    list_select_related = ("category",)
    search_fields = ("code", "name_zh_hans", "name_en")
    ordering = ("position", "id")
    fields = ("code", "category", "position")
    language_fields = ("name",)
    category_shown = column("category", _("category"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("choices")

    @admin.display(description=_("attribute values"))
    def values_shown(self, row: Attribute) -> str:
        return ", ".join(choice.value for choice in row.choices.all())


@admin.register(AttributeChoice)
class AttributeChoiceAdmin(MallAdmin):
    can_add = can_change = True
    list_display = ("value", "code", "attribute_shown", "position")
    list_select_related = ("attribute",)
    search_fields = ("code", "value_zh_hans", "value_en")
    ordering = ("attribute", "position", "id")
    fields = ("attribute", "code", "position")
    language_fields = ("value",)
    attribute_shown = column("attribute", _("attribute"), link)


@admin.register(BrandPaper)
class BrandPaperAdmin(MallAdmin):
    list_display = ("brand_shown", "supplier_shown", "kind", "number", "valid_until", "state_shown")
    list_select_related = ("brand", "supplier")
    list_filter = ("state",)
    ordering = ("-id",)
    fields = readonly_fields = (
        "brand_shown", "supplier_shown", "kind", "number", "file", "valid_from", "valid_until", "state_shown", "note",
    )  # fmt: skip
    actions_detail = ("approve_paper", "reject_paper")
    brand_shown = column("brand", _("brand"), link)
    supplier_shown = column("supplier", _("supplier"), link)
    state_shown = state("state", _("state"), PAPERS)

    @verb(
        description=_("Approve"),
        asks=_("The supplier may sell this brand until the paper runs out."),
        refusals=(CatalogError,),
        icon="check",
    )
    def approve_paper(self, request: HttpRequest, row: BrandPaper, answers: dict[str, Any]) -> Text:
        brands.judge_paper(paper_id=row.pk, approved=True, note="")
        return _("Done.")

    @verb(
        description=_("Reject"),
        asks=_("The supplier reads the reason and may hand in another paper."),
        refusals=(CatalogError,),
        form=ReasonForm,
        icon="block",
    )
    def reject_paper(self, request: HttpRequest, row: BrandPaper, answers: dict[str, Any]) -> Text:
        brands.judge_paper(paper_id=row.pk, approved=False, note=answers["reason"])
        return _("Done.")


@admin.register(Complaint)
class ComplaintAdmin(MallAdmin):
    list_display = ("product_shown", "right", "complainant", "filed", "state_shown", "back_after")
    list_select_related = ("product",)
    list_filter = ("state", "right")
    search_fields = ("registration_no", "complainant", "product__code", "product__title_zh_hans")
    ordering = ("-id",)
    fields = readonly_fields = (
        "product_shown", "state_shown", "right", "registration_no", "complainant", "contact", "statement", "filed",
        "counter_statement", "back_after", "decision",
    )  # fmt: skip
    actions_detail = ("take_down", "dismiss", "put_back", "uphold")
    product_shown = column("product", _("product"), link)
    state_shown = state("state", _("state"), COMPLAINTS)
    filed = time("filed_at", _("filed at"))
    back_after = time("put_back_after", _("put back after"))

    @verb(
        description=_("Take the goods down"),
        asks=_("They leave the shelf at once and stay down until the complaint is settled."),
        refusals=(CatalogError,),
        icon="block",
    )
    def take_down(self, request: HttpRequest, row: Complaint, answers: dict[str, Any]) -> Text:
        complaints.take_down(complaint_id=row.pk, now=timezone.now(), operator=by(request))
        return _("The goods are off the shelf.")

    @verb(
        description=_("Dismiss"),
        asks=_("The notice proves nothing; the goods stay on sale."),
        refusals=(CatalogError,),
        form=ReasonForm,
        icon="close",
    )
    def dismiss(self, request: HttpRequest, row: Complaint, answers: dict[str, Any]) -> Text:
        complaints.dismiss(complaint_id=row.pk, reason=answers["reason"], now=timezone.now())
        return _("Done.")

    @verb(
        description=_("Put the goods back"),
        asks=_("Possible fifteen days after the counter-notice, if no court or authority was asked."),
        refusals=(CatalogError,),
        icon="undo",
    )
    def put_back(self, request: HttpRequest, row: Complaint, answers: dict[str, Any]) -> Text:
        complaints.put_back(complaint_id=row.pk, now=timezone.now(), operator=by(request))
        return _("The goods are on sale again.")

    @verb(
        description=_("Uphold"),
        asks=_("The goods stay off the shelf for good."),
        refusals=(CatalogError,),
        form=ReasonForm,
        icon="gavel",
    )
    def uphold(self, request: HttpRequest, row: Complaint, answers: dict[str, Any]) -> Text:
        complaints.uphold(complaint_id=row.pk, reason=answers["reason"], now=timezone.now())
        return _("Done.")

    def sections(self, request: HttpRequest, row: Complaint) -> list[Section]:
        steps = ((_("filed at"), row.filed_at), (_("taken down at"), row.taken_down_at),
                 (_("countered at"), row.countered_at))  # fmt: skip
        return [
            Section(_("Steps"), (_("step"), _("at")), [(said, moment(at)) for said, at in steps if at]),
            Section(_("evidence"), (_("evidence"),), [(one,) for one in row.evidence or []]),
        ]
