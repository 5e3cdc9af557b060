"""What migrations are made of: walls of tables and columns, and first tables made all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState, StateApps

from tenancy.fields import MallForeignKey
from tenancy.migrating import TablesAtOnce
from tenancy.schema import AddMallKeys, SecureMallTables, app_role

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def columns(*more: tuple[str, models.Field]) -> list[tuple[str, models.Field]]:
    mall: models.Field = models.ForeignKey(
        "tenancy.Mall", models.DO_NOTHING, related_name="+", db_index=False
    )
    return [("id", models.BigAutoField(primary_key=True)), *more, ("mall", mall)]


BOX = migrations.CreateModel("Box", columns(("name", models.CharField(max_length=9))))
LID = migrations.CreateModel("Lid", columns(("box", MallForeignKey("reviews.Box", related_name="lids"))))
WALLS = SecureMallTables("reviews", ["Box", "Lid"], append_only=["Lid"])
KEYS = """SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
          WHERE conrelid::regclass::text IN ('reviews_box', 'reviews_lid') AND contype IN ('p', 'f')"""
OF_BOX = [
    ("reviews_box", "FOREIGN KEY (mall_id) REFERENCES tenancy_mall(id) DEFERRABLE INITIALLY DEFERRED"),
    ("reviews_box", "PRIMARY KEY (mall_id, id)"),
]
OF_LID = [
    ("reviews_lid", "FOREIGN KEY (mall_id) REFERENCES tenancy_mall(id) DEFERRABLE INITIALLY DEFERRED"),
    (
        "reviews_lid",
        "FOREIGN KEY (mall_id, box_id) REFERENCES reviews_box(mall_id, id) DEFERRABLE INITIALLY DEFERRED",
    ),
    ("reviews_lid", "PRIMARY KEY (mall_id, id)"),
]
INTO_BOX = "FOREIGN KEY (mall_id, nest_id) REFERENCES reviews_box(mall_id, id) DEFERRABLE INITIALLY DEFERRED"


@pytest.fixture
def state() -> ProjectState:
    """Where the product's migrations lead, drawn: as Django has it in front of the next one."""
    project: ProjectState = MigrationLoader(None).project_state()
    assert isinstance(project.apps, StateApps)
    return project


def drawing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the models that are drawn from now on."""
    drawn: list[str] = []
    render = ModelState.render

    def noted(self: ModelState, apps: StateApps) -> Any:
        drawn.append(self.name)
        return render(self, apps)

    monkeypatch.setattr(ModelState, "render", noted)
    return drawn


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic(using="owner"):
        yield
        transaction.set_rollback(True, using="owner")


def run(kind: type[migrations.Migration], state: ProjectState, *operations: Any) -> ProjectState:
    class New(kind):  # type: ignore[valid-type]  # each of two classes in turn
        pass

    New.operations = list(operations)
    with connections["owner"].schema_editor(atomic=False) as editor:
        return New("0099_new", "reviews").apply(state, editor)


def ask(sql: str) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.parametrize("kind", [TablesAtOnce, migrations.Migration])
def test_first_tables_have_their_walls_in_either_way(kind, state):
    with undone():
        run(kind, state, BOX, LID, WALLS)
        assert sorted(ask(KEYS)) == OF_BOX + OF_LID
        may = f"has_table_privilege('{app_role()}', '%s', 'UPDATE')"
        assert ask(f"SELECT {may % 'reviews_box'}, {may % 'reviews_lid'}") == [(True, False)]


def test_at_once_no_other_model_is_drawn_again_and_the_picture_knows_the_new_ones(state, monkeypatch):
    drawn = drawing(monkeypatch)
    with undone():
        after = run(TablesAtOnce, state, BOX, LID, WALLS)
        assert drawn == ["Box", "Lid"]
        box = after.apps.get_model("reviews", "Box")
        assert [r.name for r in box._meta.related_objects] == ["lids"]
        assert after.apps.get_model("reviews", "Lid")._meta.get_field("box").related_model is box


def test_one_by_one_all_that_lead_to_a_mall_are_drawn_again(state, monkeypatch):
    """The control: what Django's own migration does with the same tables."""
    drawn = drawing(monkeypatch)
    with undone():
        run(migrations.Migration, state, BOX)
    assert {"Box", "Mall", "Order", "Declaration"} <= set(drawn)


def test_a_later_migration_goes_on_from_the_tables_made_at_once(state):
    nest = MallForeignKey("reviews.Box", null=True, related_name="nested")
    with undone():
        after = run(TablesAtOnce, state, BOX, LID, WALLS)
        run(
            migrations.Migration,
            after,
            migrations.AddField("Box", "nest", nest),
            AddMallKeys("reviews", [("Box", "nest")]),
        )
        (added,) = set(ask(KEYS)) - set(OF_BOX + OF_LID)
        assert added == ("reviews_box", INTO_BOX)
        (index,) = ask("SELECT indexdef FROM pg_indexes WHERE indexname = 'reviews_box_nest_id_mall_ix'")
        assert index[0].endswith("USING btree (mall_id, nest_id)")


def test_what_changes_a_table_is_refused_at_once():
    class Changing(TablesAtOnce):
        operations = [migrations.AddField("Review", "more", models.IntegerField(null=True))]

    with pytest.raises(TypeError, match="Add field more to Review"):
        Changing("0099_new", "reviews")
