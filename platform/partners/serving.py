"""A private file as an answer: downloaded, never shown inside a page of ours, never kept on the way."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from partners.models import SupplierPaper
from partners.storage import private


def file_response(file: str, *, name: str, media_type: str) -> HttpResponse:
    """Raises Http404 where the file is gone. A name of another mall raises SuspiciousFileOperation."""
    if not private.exists(file):
        raise Http404
    with private.open(file) as opened:
        answer = HttpResponse(opened.read(), content_type=media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def paper_response(paper: SupplierPaper) -> HttpResponse:
    suffix = {"application/pdf": "pdf"}.get(paper.media_type, "webp")
    name = f"{paper.name.rpartition('.')[0] or paper.name}.{suffix}"
    return file_response(paper.file, name=name, media_type=paper.media_type)
