"""Original payment data (支付原始数据, announcement 2018 No. 179): customs asks, the mall answers within its time."""

from customs.services.original_data.answer import answer_request, keep_settings
from customs.services.original_data.ask import receive_request

__all__ = ["answer_request", "keep_settings", "receive_request"]
