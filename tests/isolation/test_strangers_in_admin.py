"""Every page and button of the admin is tried by the owner of another mall and by the platform's operator."""

from __future__ import annotations

import pytest

from tests.isolation.doors import walked
from tests.isolation.walking import walk
from tests.isolation.world import OWNER, PLATFORM, two_malls

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900, func_only=True)]


@pytest.mark.parametrize("role", [OWNER, PLATFORM])
def test_a_stranger_learns_and_changes_nothing_in_the_admin(role):
    findings = walk(two_malls(), walked("admin", role), role)
    assert not findings, "\n" + "\n".join(findings[:60])
