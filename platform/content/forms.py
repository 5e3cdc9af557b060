"""What operators fill in: no JSON, no file names."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from content import slots
from content.markup import safe_link
from content.models import Banner, Block
from content.services import keep_picture
from tenancy.pictures import PictureRefused

_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_WORDS_AT_MOST, _GOODS_AT_MOST = 6, 12
_OWN = ("category", "hot_words", "goods")


class BlockForm(forms.ModelForm):
    """`settings` is written by fields of its own: a floor's category, the words under the search box."""

    category = forms.CharField(
        label=_("Category of a floor"),
        required=False,
        max_length=80,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("The last part of the category's address, as in /c/milk-powder."),
    )
    hot_words = forms.CharField(
        label=_("Words under the search box"),
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
        help_text=_("One a line, Chinese and English with a slash between: 奶粉 / milk powder. Six at most."),
    )

    goods = forms.CharField(
        label=_("Goods of a flash strip"),
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 4}),
        help_text=_(
            "Product codes, one a line, at most twelve. Shown are those whose price is reduced now; the strip needs "
            "an end."
        ),
    )

    class Meta:
        model = Block
        fields = ("kind",)  # the admin names them all

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.settings if self.instance.pk else {}
        if "kind" in self.fields and not slots.is_filled("coupons"):
            self.fields["kind"].help_text = _(
                "A coupon strip may be placed now; it shows itself once the mall gives coupons."
            )
        self.fields["category"].initial = kept.get("category", "")
        self.fields["goods"].initial = "\n".join(map(str, kept.get("goods", [])))
        self.fields["hot_words"].initial = "\n".join(_line(word) for word in kept.get("hot_words", []))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == Block.Kind.FLOOR and not _SLUG.match(data.get("category", "")):
            self.add_error("category", _("A floor needs the category whose goods it shows."))
        if data.get("kind") == Block.Kind.FLASH:
            if not str(data.get("goods") or "").split():
                self.add_error("goods", _("A flash strip needs the goods it shows."))
            if "ends_at" in self.fields and not data.get("ends_at") and "ends_at" not in self.errors:
                self.add_error("ends_at", _("A flash strip tells when it ends."))
        return data

    def save(self, commit: bool = True) -> Block:
        self.instance.settings = settings_of(self.cleaned_data, self.instance.settings)
        return super().save(commit)


def settings_of(data: Any, kept: dict[str, Any] | None = None) -> dict[str, Any]:
    """A block's settings from the fields of its form; what other settings there were stay."""
    found = {name: value for name, value in (kept or {}).items() if name not in _OWN}
    category = str(data.get("category") or "").strip()
    goods = [line.strip()[:60] for line in str(data.get("goods") or "").splitlines() if line.strip()]
    words = [_word(line) for line in str(data.get("hot_words") or "").splitlines() if line.strip()]
    return (
        found
        | ({"category": category} if category else {})
        | ({"hot_words": words[:_WORDS_AT_MOST]} if words else {})
        | ({"goods": list(dict.fromkeys(goods))[:_GOODS_AT_MOST]} if goods else {})
    )


def _word(line: str) -> dict[str, str]:
    chinese, _slash, english = (part.strip()[:30] for part in line.partition("/"))
    return {"zh-hans": chinese or english, "en": english or chinese}


def _line(word: Any) -> str:
    if not isinstance(word, dict):
        return str(word)
    return f"{word.get('zh-hans', '')} / {word.get('en', '')}"


class BannerForm(forms.ModelForm):
    upload = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=UnfoldAdminFileFieldWidget(),
        help_text=_("JPEG, PNG or WebP, wider than high; without one the banner is a coloured field."),
    )

    class Meta:
        model = Banner
        fields = ("link",)

    def clean_link(self) -> str:
        link = safe_link(self.cleaned_data["link"])
        if not link:
            raise forms.ValidationError(
                _("An address of this mall (/c/milk) or one that begins with https://")
            )
        return link

    def clean_upload(self) -> Any:
        """The picture is drawn anew here, so that a refusal stands beside the field."""
        upload = self.cleaned_data.get("upload")
        if upload:
            try:
                self.kept_picture = keep_picture(data=upload.read())
            except PictureRefused as refused:
                raise forms.ValidationError(str(refused.message)) from refused
        return upload

    def save(self, commit: bool = True) -> Banner:
        self.instance.picture = getattr(self, "kept_picture", self.instance.picture)
        return super().save(commit)
