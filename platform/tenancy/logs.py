"""Every log line names its mall."""

import logging

from tenancy.scope import mall_id_or_none


class MallFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        mall_id = mall_id_or_none()
        record.mall = "-" if mall_id is None else mall_id
        return True
