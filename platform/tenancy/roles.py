"""Start-up refuses a database role that could see through row security."""

from __future__ import annotations

from typing import Any

from django.db import connections

from tenancy.errors import RoleTooStrong

# The roles that a running product works under; the owner of the tables only migrates.
SERVING = ("default", "relay")
# A member of a role may become it (SET ROLE), whether or not it inherits its rights.
_WEAKNESS = """
    SELECT me.rolsuper, me.rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = me.oid AND c.relrowsecurity),
           ARRAY(SELECT r.rolname::text FROM pg_roles r
                 WHERE r.oid <> me.oid AND NOT me.rolsuper AND pg_has_role(me.oid, r.oid, 'MEMBER')
                   AND (r.rolsuper OR r.rolbypassrls
                        OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relrowsecurity))
                 ORDER BY 1)
    FROM pg_roles me WHERE me.rolname = current_user
"""


def refuse_strong_roles() -> None:
    """Raises RoleTooStrong when any role of the running product could read every mall."""
    for alias in SERVING:
        refuse_strong_role(alias)


def refuse_strong_role(alias: str = "default") -> None:
    """Raises RoleTooStrong when the role is a superuser, bypasses row security, owns a mall's table, or may
    become a role of that kind."""
    with connections[alias].cursor() as cursor:
        reasons = strengths(cursor)
    if reasons:
        user = connections[alias].settings_dict["USER"]
        raise RoleTooStrong(
            f"The database role {user!r} {' and '.join(reasons)}: it could read every mall. "
            "Run the application under the weak role (docs/deploy.md)."
        )


def strengths(cursor: Any) -> list[str]:
    """What makes the current role too strong, in words; empty for a weak one."""
    cursor.execute(_WEAKNESS)
    superuser, bypasses, owns, becomes = cursor.fetchone()
    return [
        reason
        for reason, found in (
            ("is a superuser", superuser),
            ("bypasses row security", bypasses),
            ("owns tables", owns),
            (f"is a member of {', '.join(becomes)}", becomes),
        )
        if found
    ]
