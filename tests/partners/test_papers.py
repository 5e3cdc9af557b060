"""Papers: what a file is stands in its bytes, and no address leads to it."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from PIL import Image

from partners import services
from partners.models import SupplierPaper
from partners.storage import private
from partners.types import NotNow, NotThere, PartnerError
from tenancy import pictures
from tenancy.scope import Actor, in_mall
from tests.partners import factories as make
from tests.partners.factories import NOW
from tests.pictures import PDF, SVG, claims_to_be, picture

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _own_state(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    private.__dict__.pop("base_location", None)
    private.__dict__.pop("location", None)
    yield
    private.__dict__.pop("base_location", None)
    private.__dict__.pop("location", None)


def keep(supplier_id: int, data: bytes, name: str = "licence.pdf", kind: str = "licence") -> SupplierPaper:
    paper_id = services.keep_paper(
        supplier_id=supplier_id, kind=kind, name=name, data=data, valid_until=None, now=NOW
    )
    return SupplierPaper.objects.get(pk=paper_id)


def test_a_pdf_is_kept_in_the_malls_private_folder(in_harbor, tmp_path):
    paper = keep(make.applicant()[1], PDF, name=r"C:\证照\营业执照.pdf")
    assert (paper.media_type, paper.name) == ("application/pdf", "营业执照.pdf")
    assert (tmp_path / "private" / paper.file).read_bytes() == PDF
    assert Path(paper.file).parts[0] == f"mall-{in_harbor.pk}"
    with pytest.raises(SuspiciousFileOperation):
        private.url(paper.file)


def test_the_same_file_twice_is_kept_once(in_harbor):
    supplier_id = make.applicant()[1]
    assert keep(supplier_id, PDF).pk == keep(supplier_id, PDF).pk


def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(in_harbor, tmp_path):
    hidden = picture(kind="JPEG") + b"<script>alert(1)</script>"
    paper = keep(make.applicant()[1], hidden, name="a.jpg")
    kept = (tmp_path / "private" / paper.file).read_bytes()
    assert paper.media_type == "image/webp" and b"script" not in kept
    assert Image.open(io.BytesIO(kept)).format == "WEBP"


@pytest.mark.parametrize(
    "data",
    [SVG, b"MZ\x90\x00program", b"", b"<html>", claims_to_be(40_000, 40_000), picture()[:60]],
    ids=["svg", "program", "empty", "html", "40,000 pixels", "half a picture"],
)
def test_what_is_neither_is_refused_whatever_it_is_called(in_harbor, data, tmp_path):
    supplier_id = make.applicant()[1]
    with pytest.raises(PartnerError) as refused:
        keep(supplier_id, data, name="licence.pdf")
    assert refused.value.field == "file"
    assert SupplierPaper.objects.count() == 0
    assert not (tmp_path / "private").exists()


def test_the_pixels_are_counted_before_they_are_opened(monkeypatch):
    """The control: with the measuring gone the bomb is opened."""
    loaded = []
    monkeypatch.setattr(pictures.Image.Image, "load", lambda self: loaded.append(self.size))
    with pytest.raises(pictures.PictureRefused):
        pictures.one_size(claims_to_be(12_001, 10), longest=100)
    assert loaded == []
    monkeypatch.setattr(pictures, "measured", lambda data: None)
    with suppress(pictures.PictureRefused, AttributeError, OSError):
        pictures.one_size(claims_to_be(12_001, 10), longest=100)
    assert loaded[0] == (12_001, 10)


def test_a_decided_application_keeps_its_papers(in_harbor):
    _user, supplier_id = make.accepted()
    paper = SupplierPaper.objects.get()
    with pytest.raises(NotNow):
        services.remove_paper(supplier_id=supplier_id, paper_id=paper.pk)
    assert SupplierPaper.objects.count() == 1


def test_another_suppliers_paper_is_not_there(in_harbor):
    _one, first = make.applicant()
    _two, second = make.applicant("13700000002")
    paper = keep(first, PDF)
    with pytest.raises(NotThere):
        services.remove_paper(supplier_id=second, paper_id=paper.pk)
    with in_mall(in_harbor.pk, actor=Actor.supplier(second)), pytest.raises(NotThere):
        services.remove_paper(supplier_id=first, paper_id=paper.pk)
    assert SupplierPaper.objects.count() == 1
