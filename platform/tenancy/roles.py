"""Start-up refuses a database role that could see through row security."""

from __future__ import annotations

from django.db import connections

from tenancy.errors import RoleTooStrong

_WEAKNESS = """
    SELECT r.rolsuper, r.rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relrowsecurity)
    FROM pg_roles r WHERE r.rolname = current_user
"""


def refuse_strong_role(alias: str = "default") -> None:
    """Raises RoleTooStrong when the role is a superuser, bypasses row security, or owns a mall's table."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_WEAKNESS)
        superuser, bypasses, owns = cursor.fetchone()
    reasons = [
        reason
        for reason, found in (
            ("is a superuser", superuser),
            ("bypasses row security", bypasses),
            ("owns tables", owns),
        )
        if found
    ]
    if reasons:
        user = connections[alias].settings_dict["USER"]
        raise RoleTooStrong(
            f"The database role {user!r} {' and '.join(reasons)}: it could read every mall. "
            "Run the application under the weak role (docs/deploy.md)."
        )
