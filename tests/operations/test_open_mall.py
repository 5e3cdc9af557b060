"""Opening a mall: one step, and every refusal leaves nothing behind."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership
from operations.services import open_mall
from operations.types import MallNotOpened
from tenancy import hosts
from tenancy.models import Domain, Mall
from tests import factories

NOW = datetime(2026, 5, 1, 4, tzinfo=UTC)
GOOD = {
    "code": "tide",
    "names": {"zh-hans": "潮汐商城", "en": "Tide"},
    "host": "Tide.localhost:8000",
    "now": NOW,
}


def test_a_mall_answers_at_its_host_at_once(db):
    hosts.find("tide.localhost")
    owner = factories.operator()
    mall = open_mall(**GOOD, owner_id=owner.pk, slogans={"en": "With the tide"})
    found = hosts.find("tide.localhost")
    assert found is not None
    assert (found.id, found.names, found.slogans["en"]) == (mall.pk, GOOD["names"], "With the tide")
    assert list(Membership.objects.values_list("user_id", "mall_id", "role")) == [
        (owner.pk, mall.pk, "owner")
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "T"}, "code"),
        ({"code": "harbor"}, "code"),
        ({"names": {"zh-hans": "潮汐", "en": " "}}, "names"),
        ({"host": "no host"}, "host"),
        ({"host": "harbor.localhost"}, "host"),
        ({"host": "console.localhost"}, "host"),
        ({"brand_colour": "teal"}, "brand_colour"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_made(mall, change, field):
    with pytest.raises(MallNotOpened) as refused:
        open_mall(**(GOOD | change))
    assert refused.value.field == field
    assert list(Mall.objects.values_list("code", flat=True)) == ["harbor"]
    assert Domain.objects.count() == 1


def test_the_command_opens_and_says_the_address(db, capsys, settings):
    factories.operator("chief")
    call_command("open_mall", "tide", "tide.localhost", name_zh="潮汐", name_en="Tide", owner="chief")
    assert capsys.readouterr().out == f"tide: http://tide.localhost:{settings.PUBLIC_PORT}/\n"
    with pytest.raises(CommandError, match=r"^host: "):
        call_command("open_mall", "tide2", "tide.localhost", name_zh="潮汐", name_en="Tide")
    with pytest.raises(CommandError, match="nobody"):
        call_command("open_mall", "tide3", "tide3.localhost", name_zh="潮", name_en="T", owner="nobody")
    assert Mall.objects.count() == 1
