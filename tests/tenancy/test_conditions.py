"""Wall one, read: the condition that stands in the statement of every table of a mall. No database is asked."""

from __future__ import annotations

import pytest

from tenancy.postgresql import compiler
from tenancy.scope import in_mall
from tenancy.tables import mall_models
from tests import sql_checker


@pytest.mark.parametrize("model", mall_models(), ids=lambda m: m._meta.label)
def test_the_condition_of_every_table_names_the_open_mall(model, monkeypatch):
    """The WHERE is read, not searched for a word; without the wall the reader finds the table bare."""
    with in_mall(7_654_321):
        sql, params = model._base_manager.all().query.sql_with_params()
        assert (sql_checker.faults(sql), params) == ((), (7_654_321,))
        monkeypatch.setattr(compiler, "with_mall", lambda where, query: where)
        bare, _ = model._base_manager.all().query.sql_with_params()
        assert sql_checker.faults(bare) == (f"{model._meta.db_table} stands without its mall",)
