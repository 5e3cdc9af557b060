"""`manage.py open_mall CODE HOST --name-zh … --name-en …`: a mall that answers at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from operations.services import open_mall
from operations.types import MallNotOpened
from tenancy.hosts import address_of


class Command(BaseCommand):
    help = "Open a mall in one step: its name, its host and, with --owner, the operator who owns it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("host")
        parser.add_argument("--name-zh", required=True)
        parser.add_argument("--name-en", required=True)
        parser.add_argument("--company-code", default="")
        parser.add_argument("--company-name", default="")
        parser.add_argument("--owner", default="", help="login of an operator who is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mall = open_mall(
                code=options["code"],
                names={"zh-hans": options["name_zh"], "en": options["name_en"]},
                host=options["host"],
                company_code=options["company_code"],
                company_name=options["company_name"],
                owner_id=_owner(options["owner"]),
                now=timezone.now(),
            )
        except MallNotOpened as refused:
            raise CommandError(f"{refused.field}: {refused.message}") from refused
        self.stdout.write(f"{mall.code}: {address_of(mall.pk)}")


def _owner(login: str) -> int | None:
    if not login:
        return None
    found = User.objects.filter(login=login, mall=None, is_staff=True).first()
    if found is None:
        raise CommandError(f"No operator has the login {login!r}.")
    return found.pk
