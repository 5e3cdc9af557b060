"""Several notices on their way at once, each notice once at a time."""

from concurrent.futures import ThreadPoolExecutor

from simulators.gateway import notices, refunds
from simulators.gateway.house import House

_HANDS = 4


class Sender:
    def __init__(self, house: House) -> None:
        self._house = house
        self._pool = ThreadPoolExecutor(_HANDS, thread_name_prefix="notice")

    def work(self) -> bool:
        """One round; False when nothing was due."""
        finished = refunds.finish_due(self._house)
        batch = notices.due(self._house, _HANDS)
        for done in [self._pool.submit(notices.deliver, self._house, notice) for notice in batch]:
            done.result()
        return finished + len(batch) > 0

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
