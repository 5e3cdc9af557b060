"""The mall in cache keys, file names, log lines, sessions and secrets."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.sessions import SessionStore
from tenancy.logs import MallFilter
from tenancy.models import MallKey, MallSecret
from tenancy.scope import in_mall
from tenancy.vault import keys, secrets
from tenancy.vault.sealing import Unreadable

pytestmark = pytest.mark.django_db


def test_a_cached_value_stays_in_its_mall(mall, other_mall):
    with in_mall(mall.pk):
        cache.set("page", "harbor")
    with in_mall(other_mall.pk):
        assert cache.get("page") is None
    assert cache.get("page") is None
    with in_mall(mall.pk):
        assert cache.get("page") == "harbor"


def test_a_file_is_reached_from_its_mall_only(mall, other_mall, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with in_mall(mall.pk):
        name = default_storage.save("papers/a.txt", ContentFile(b"secret"))
        assert name == f"mall-{mall.pk}/papers/a.txt"
        assert default_storage.open(name).read() == b"secret"
    with in_mall(other_mall.pk):
        for ask in (
            default_storage.open,
            default_storage.exists,
            default_storage.url,
            default_storage.delete,
        ):
            with pytest.raises(SuspiciousFileOperation):
                ask(name)
        with pytest.raises(SuspiciousFileOperation):
            default_storage.open(f"mall-{other_mall.pk}/../{name}")


def test_a_log_line_names_its_mall(mall):
    record = logging.LogRecord("x", logging.INFO, "x", 1, "x", None, None)
    with in_mall(mall.pk):
        MallFilter().filter(record)
    assert record.mall == mall.pk


def test_a_session_is_found_in_its_mall_only(mall, other_mall):
    with in_mall(mall.pk):
        session = SessionStore()
        session["cart"] = "7"
        session.save()
    with in_mall(other_mall.pk):
        assert SessionStore(session.session_key).get("cart") is None
    with in_mall(mall.pk):
        assert SessionStore(session.session_key).get("cart") == "7"


def test_a_secret_opens_in_its_mall_under_its_name_only(mall, other_mall):
    with in_mall(mall.pk):
        secrets.put(name="gateway", value="top secret")
        secrets.put(name="other", value="x")
        assert secrets.get("gateway") == "top secret"
        row = MallSecret.objects.get(name="gateway")
        assert b"top secret" not in bytes(row.sealed)
        MallSecret.objects.filter(name="other").update(sealed=bytes(row.sealed))
        with pytest.raises(Unreadable):
            secrets.get("other")
    with in_mall(other_mall.pk), pytest.raises(MallSecret.DoesNotExist):
        secrets.get("gateway")


def test_a_malls_key_moved_to_another_mall_does_not_open(mall, other_mall):
    with in_mall(mall.pk):
        keys.mall_key()
        wrapped = bytes(MallKey.objects.get().wrapped)
    with in_mall(other_mall.pk):
        MallKey.objects.create(wrapped=wrapped)
        with pytest.raises(Unreadable):
            keys.mall_key()
