"""Which database alias may do what."""

from typing import Any


class OwnerMigrates:
    """All three aliases are one database under three roles; only the owner's role changes tables."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool:
        return True
