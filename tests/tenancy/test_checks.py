"""`manage.py check` finds a table of a mall that has not the shape of one."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.checks import Tags, run_checks
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import isolate_apps

from accounts.models import User
from catalog.models import Category
from tenancy import checks
from tenancy.models import MallForeignKey, MallModel

FIELDS: dict[str, tuple[Any, list[str]]] = {
    "a number": (lambda: models.IntegerField(), []),
    "inside the mall": (lambda: MallForeignKey(Category, related_name="+"), []),
    "a user": (lambda: models.ForeignKey(User, models.PROTECT, related_name="+"), []),
    "out of the mall": (lambda: models.ForeignKey(Group, models.PROTECT, related_name="+"), ["tenancy.E005"]),
    "out of the mall by our own key": (lambda: MallForeignKey(Group, related_name="+"), ["tenancy.E005"]),
    "a plain key": (lambda: models.ForeignKey(Category, models.PROTECT, related_name="+"), ["tenancy.E002"]),
    "unique everywhere": (lambda: models.CharField(max_length=5, unique=True), ["tenancy.E001"]),
    "many without a mall": (lambda: models.ManyToManyField(Category, related_name="+"), ["tenancy.E004"]),
}  # fmt: skip


@pytest.mark.parametrize("case", FIELDS)
@isolate_apps("catalog")
def test_each_fault_is_named_and_what_is_right_is_not(case):
    make, codes = FIELDS[case]

    class Stray(MallModel):
        field = make()

        class Meta:
            app_label = "catalog"

    assert [message.id for message in checks._of(Stray)] == codes


@isolate_apps("catalog")
def test_a_unique_without_the_mall_is_named():
    class Stray(MallModel):
        code = models.CharField(max_length=5)

        class Meta:
            app_label = "catalog"
            constraints = (models.UniqueConstraint(fields=["code"], name="stray"),)

    assert [message.id for message in checks._of(Stray)] == ["tenancy.E003"]


def test_the_product_has_no_fault():
    assert [message for message in run_checks() if str(message.id).startswith("tenancy.")] == []


@pytest.mark.django_db(databases=["owner"])
def test_a_database_of_the_migrations_before_is_named_and_one_of_these_is_not():
    def faults():
        return [m.id for m in run_checks(tags=[Tags.database], databases=["owner"])]

    assert faults() == []
    MigrationRecorder(connections["owner"]).record_applied("catalog", "0002_initial")
    assert faults() == ["tenancy.E006"]
