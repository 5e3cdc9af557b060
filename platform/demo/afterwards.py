"""What becomes of goods that were signed for: each way a request or a dispute can stand, told as small stories.

A story begins on its first day with a parcel that was signed for and about which nothing is told yet: a request
with the latest, since its time is short, a dispute with the earliest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from accounts.models import User
from demo.clock import Moment
from demo.logins import OPERATOR
from orders.aftersale import services
from orders.aftersale.types import Wish
from orders.errors import OrderError
from orders.models import Line, Package

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Told:
    """How far one story is: its parcel, and the request or dispute it became."""

    package: Package
    row_id: int = 0

    @property
    def shopper_id(self) -> int:
        return int(self.package.order.shopper_id or 0)


@dataclass(frozen=True, slots=True)
class Story:
    """`steps`: days ago -> what happens. `words` by step."""

    kind: str
    reason: str
    steps: Mapping[int, str]
    words: Mapping[str, str]


STORIES = (
    Story("return", "change_of_mind", {1: "ask"}, {}),
    Story("return", "not_as_described", {3: "ask", 2: "approve"},
          {"ask": "颜色和页面上的不一样", "approve": "同意退货，请寄回海口仓"}),
    Story("return", "damaged", {5: "ask", 4: "approve", 3: "send_back"},
          {"ask": "外盒压扁了，瓶口有渗漏", "approve": "抱歉，请寄回，运费由我们承担"}),
    Story("return", "change_of_mind", {6: "ask", 5: "approve", 4: "send_back", 2: "receive"},
          {"approve": "同意退货"}),
    Story("return", "wrong_item", {8: "ask", 7: "approve", 6: "send_back", 4: "receive", 3: "settle"},
          {"ask": "收到的规格不对，买的是大瓶", "approve": "发错了，非常抱歉，请寄回"}),
    Story("refund", "missing", {7: "ask", 6: "approve"}, {"ask": "少了一支赠品小样", "approve": "核实漏发，退款"}),
    Story("return", "not_as_described", {5: "ask", 4: "refuse"},
          {"ask": "感觉没有效果", "refuse": "商品与页面描述一致且已开封使用，无法退货"}),
    Story("return", "damaged", {6: "ask", 5: "refuse", 4: "appeal"},
          {"ask": "泵头坏了按不出来", "refuse": "请先按说明旋转解锁泵头", "appeal": "按说明试过了还是不行，有视频"}),
    Story("return", "change_of_mind", {4: "ask", 3: "withdraw"}, {}),
    Story("dispute", "shopper", {2: "open"}, {"open": "客服三天没有回复"}),
    Story("dispute", "gateway", {5: "open", 4: "pay_first"}, {"open": "支付平台转来投诉：未收到商品"}),
    Story("dispute", "authority", {9: "open", 8: "pay_first", 7: "answer", 5: "claw_back"},
          {"open": "12315 转来：保质期与标签不符", "answer": "该批次贴标有误，愿意承担", "claw_back": "供货商责任"}),
    Story("dispute", "shopper", {8: "open", 7: "pay_first", 5: "bear"},
          {"open": "泡沫箱破损，商品受潮", "bear": "承运责任，商城承担"}),
    Story("dispute", "gateway", {6: "open", 5: "reject"}, {"open": "重复投诉", "reject": "已按原路退款，投诉不成立"}),
)  # fmt: skip


class Stories:
    """All stories of one mall."""

    def __init__(self) -> None:
        self._told: dict[int, Told] = {}

    def go_on(self, ago: int, clock: Moment) -> None:
        """What happens so many days ago, in the open mall."""
        for place, story in enumerate(STORIES):
            step = story.steps.get(ago)
            told = self._told.get(place) or (self._begun(place, story) if step else None)
            if step is None or told is None:
                continue
            try:
                _STEPS[step](story, told, story.words.get(step, ""), clock)
            except OrderError as refused:
                log.warning("the demo lacks %s %s: %s", story.kind, dict(story.steps), refused)

    def _begun(self, place: int, story: Story) -> Told | None:
        taken = [told.package.pk for told in self._told.values()]
        signed = Package.objects.filter(fulfilment="signed").exclude(pk__in=taken).select_related("order")
        found = signed.order_by("signed_at" if story.kind == "dispute" else "-signed_at").first()
        if found is not None:
            self._told[place] = Told(found)
        return self._told.get(place)


def _operator() -> str:
    return f"operator:{User.objects.get(login=OPERATOR, mall__isnull=True).pk}"


def _ask(story: Story, told: Told, words: str, clock: Moment) -> None:
    pieces = {line.pk: 1 for line in Line.objects.filter(package=told.package)[:1]}
    wish = Wish(told.package.pk, story.kind, story.reason, pieces, words)
    told.row_id = services.ask(wish=wish, shopper_id=told.shopper_id, now=clock()).pk


def _approve(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.approve(request_id=told.row_id, now=clock(), actor=_operator(), words=words)


def _refuse(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.refuse(request_id=told.row_id, words=words, now=clock(), actor=_operator())


def _appeal(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.appeal(request_id=told.row_id, shopper_id=told.shopper_id, words=words, now=clock())


def _withdraw(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.withdraw(request_id=told.row_id, shopper_id=told.shopper_id, now=clock())


def _send_back(_: Story, told: Told, words: str, clock: Moment) -> None:
    waybill = f"SF{told.row_id:012d}"
    services.send_back(
        request_id=told.row_id, shopper_id=told.shopper_id, carrier="顺达速运", waybill=waybill, now=clock()
    )


def _receive(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.receive(
        request_id=told.row_id, fate="restock", now=clock(), actor=_operator(), words="完好，可再售"
    )


def _settle(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.settle(request_id=told.row_id, now=clock(), actor=_operator())


def _open(story: Story, told: Told, words: str, clock: Moment) -> None:
    told.row_id = services.open_dispute(
        package_id=told.package.pk, amount=told.package.total, source=story.reason, reference="", words=words,
        actor=_operator(), now=clock(),
    ).pk  # fmt: skip


def _pay_first(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.pay_first(dispute_id=told.row_id, actor=_operator(), now=clock())


def _answer(_: Story, told: Told, words: str, clock: Moment) -> None:
    supplier_id = told.package.supplier_id
    services.note_answer(dispute_id=told.row_id, words=words, now=clock(), supplier_id=supplier_id)


def _claw_back(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.settle_dispute(
        dispute_id=told.row_id, supplier_bears=True, words=words, actor=_operator(), now=clock()
    )


def _bear(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.settle_dispute(
        dispute_id=told.row_id, supplier_bears=False, words=words, actor=_operator(), now=clock()
    )


def _reject(_: Story, told: Told, words: str, clock: Moment) -> None:
    services.reject_dispute(dispute_id=told.row_id, words=words, actor=_operator(), now=clock())


_STEPS: dict[str, Callable[[Story, Told, str, Moment], None]] = {
    "ask": _ask, "approve": _approve, "refuse": _refuse, "appeal": _appeal, "withdraw": _withdraw,
    "send_back": _send_back, "receive": _receive, "settle": _settle, "open": _open, "pay_first": _pay_first,
    "answer": _answer, "claw_back": _claw_back, "bear": _bear, "reject": _reject,
}  # fmt: skip
