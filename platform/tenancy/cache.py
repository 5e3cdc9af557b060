"""Cache keys carry the mall; what is asked outside of one is kept apart under `above`."""

from tenancy.scope import mall_id_or_none


def key_with_mall(key: str, key_prefix: str, version: int) -> str:
    mall_id = mall_id_or_none()
    return f"{key_prefix}:{'above' if mall_id is None else mall_id}:{version}:{key}"
