"""Pages of the admin's lists: the rows and how many there are in all, in one statement."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.views import ChangeList


class CountedPage(Paginator):
    """The rows of the asked page and how many there are in all, in one statement."""

    object_list: QuerySet[Any]

    def __init__(self, *args: Any, asked: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    @cached_property
    def rows(self) -> list[Any]:
        first = (self.asked - 1) * self.per_page
        counted = self.object_list.annotate(rows_in_all=Window(Count("*")))
        return list(counted[first : first + self.per_page])

    @cached_property
    def count(self) -> int:
        if self.rows:
            return self.rows[0].rows_in_all
        return 0 if self.asked == 1 else self.object_list.count()

    def page(self, number: Any) -> Any:
        if int(number) == self.asked and self.rows:
            return self._get_page(self.rows, self.asked, self)  # type: ignore[attr-defined]  # the stubs do not know it
        return super().page(number)


class CountedList(ChangeList):
    """Shows the rows that were counted, also where one page holds them all."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:
            self.result_list = self.paginator.page(1).object_list
