"""Sessions in the database, bound to their mall: the same cookie at another host finds nothing."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from tenancy.scope import mall_id_or_none


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from accounts.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        if row is not None and row.mall_id != mall_id_or_none():
            self._session_key = None
            return None
        return row

    def create_model_instance(self, data: Any) -> Any:
        row: Any = super().create_model_instance(data)
        row.mall_id = mall_id_or_none()
        return row
