"""The timeline: what happened from the ledger and the carrier, what is next, and what the shopper can do."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.logistics.journey import Moment, Told, moments
from orders.logistics.vocabulary import LEG_NAMES, Leg
from orders.selectors.views import OrderPage, PackageView, Step
from storefront.filling.language import language
from storefront.presentation import Link, TimelineStep, TrackPoint

# What lies ahead of a package: (the axis' event that reaches it, its words, its icon).
_AHEAD = (
    ("declare", gettext_lazy("Sent to customs"), "doc"),
    ("port_accepts", gettext_lazy("Customs review"), "stamp"),
    ("port_releases", gettext_lazy("Released by customs"), "shield"),
    ("dispatch", gettext_lazy("Leaves the warehouse"), "warehouse"),
    ("move", gettext_lazy("On its way"), "truck"),
    ("deliver", gettext_lazy("Out for delivery"), "pin"),
    ("sign", gettext_lazy("Signed for"), "check"),
)
_CUSTOMS = ("declare", "port_accepts", "port_releases")
# An event that stands for those before it, when they were passed in silence.
_REACHES = {
    "assign_waybill": -1, "declare": 0, "port_received": 0, "declare_again": 0, "identity_resubmitted": 0,
    "port_accepts": 1, "port_inspects": 1, "port_releases": 2, "dispatch": 3, "move": 4, "deliver": 5, "sign": 6,
}  # fmt: skip
_ENDS = {"cancelled", "expired", "completed"}
_ACTORS = {
    "shopper": gettext_lazy("You"),
    "port": gettext_lazy("Customs"),
    "customs": gettext_lazy("Customs"),
    "gateway": gettext_lazy("Payment company"),
    "payments": gettext_lazy("Payment company"),
    "wechat": gettext_lazy("Payment company"),
    "warehouse": gettext_lazy("Warehouse"),
    "logistics": gettext_lazy("Carrier"),
    "domestic": gettext_lazy("Carrier"),
    "international": gettext_lazy("Carrier abroad"),
    "staff": gettext_lazy("The mall's staff"),
    "operator": gettext_lazy("The mall's staff"),
}


def order_steps(page: OrderPage) -> tuple[TimelineStep, ...]:
    """What happened to the order as a whole."""
    own = _once_paid([step for step in page.timeline if not step.package])
    waiting = page.state == "placed"
    done = [_done(step) for step in own]
    if waiting:
        done.append(
            TimelineStep(
                _("Waiting for your payment"), "current", actor=_("You"), text=page.advice, icon="wallet",
                do=Link(_("Pay now"), reverse("storefront:pay", args=[page.number])),
            )
        )  # fmt: skip
    return tuple(done)


def _once_paid(steps: list[Step]) -> list[Step]:
    """The money of each package and the order's own step say the same: once all of it is there, once is enough."""
    paid = any(step.axis == "order" and step.event == "pay" for step in steps)
    return [step for step in steps if not (paid and step.axis == "payment" and step.event == "capture")]


def package_steps(page: OrderPage, package: PackageView) -> tuple[TimelineStep, ...]:
    """Past, present and future of one package."""
    own = [s for s in page.timeline if s.package == package.number and s.axis != "tracking"]
    own = _quiet(own)
    if not own and page.state in _ENDS | {"placed"}:
        return tuple(_ahead(package, -1)) if page.state == "placed" else ()
    reached = max((_REACHES.get(step.event, -1) for step in own), default=-1)
    steps = [_done(step) for step in own]
    steps = sorted([*steps, *_abroad(page, package)], key=lambda step: step.at or page.placed_at)
    if package.fulfilment == "signed" or page.state in _ENDS:
        return tuple(steps)
    steps = _with_present(steps, page, package)
    return (*steps, *_ahead(package, reached))


def _quiet(steps: list[Step]) -> list[Step]:
    """What is said again (customs closes a list that it released long ago) is told once, with its first time.

    A new attempt after a refusal is told from its beginning.
    """
    told: list[Step] = []
    known: set[str] = set()
    for step in steps:
        if step.event == "declare_again":
            known.clear()
        if step.says not in known:
            told.append(step)
            known.add(step.says)
    return told


def _with_present(steps: list[TimelineStep], page: OrderPage, package: PackageView) -> list[TimelineStep]:
    """The last step is where it stands: with the usual hours, or as a problem with its way out."""
    hours = _expected(page, package)
    if package.clearance in ("rejected", "returned") or package.fulfilment == "lost":
        return _with_problem(steps, page, package)
    if not steps:
        return [
            TimelineStep(_("Preparing the documents"), "current", actor=_("The mall's staff"), expected=hours)
        ]
    last = steps[-1]
    return [
        *steps[:-1],
        TimelineStep(
            last.title,
            "current",
            last.at,
            last.actor,
            last.text or ("" if package.word.text == last.title else package.word.text),
            hours,
        ),
    ]


def _with_problem(steps: list[TimelineStep], page: OrderPage, package: PackageView) -> list[TimelineStep]:
    """Customs' word, or the carrier's in China, is the problem; a parcel that flies on meanwhile is none."""
    abroad = str(_ACTORS["international"])
    last = max((n for n, step in enumerate(steps) if step.actor != abroad), default=None)
    if last is None:
        return steps
    return [*steps[:last], _problem(steps[last], page, package), *steps[last + 1 :]]


def _expected(page: OrderPage, package: PackageView) -> str:
    if page.expected_hours is None or package.word.code != page.word.code:
        return ""
    return _("usually within %(hours)s hours") % {"hours": page.expected_hours}


def _problem(last: TimelineStep, page: OrderPage, package: PackageView) -> TimelineStep:
    return TimelineStep(
        last.title, "problem", last.at, last.actor, package.reason, do=mend_link(page, package)
    )


def mend_link(page: OrderPage, package: PackageView) -> Link | None:
    if package.clearance != "rejected" or package.mend != "identity":
        return None
    return Link(_("Correct the identity"), reverse("storefront:order_identity", args=[page.number]))


def _done(step: Step) -> TimelineStep:
    return TimelineStep(step.says, "done", step.at, _actor(step.actor), _note(step))


def _note(step: Step) -> str:
    """Notes of staff and systems stay inside; what customs says is told at the package."""
    return step.place


def _actor(actor: str) -> str:
    return str(_ACTORS.get(actor.partition(":")[0], ""))


def _ahead(package: PackageView, reached: int) -> Iterable[TimelineStep]:
    for place, (event, says, icon) in enumerate(_AHEAD):
        if place > reached and (package.declares or event not in _CUSTOMS):
            yield TimelineStep(str(says), "todo", icon=icon)


def track_points(page: OrderPage, package: PackageView) -> tuple[TrackPoint, ...]:
    """The whole way, customs among it, newest first."""
    return points_of(reversed(_way(page, package)))


def points_of(way: Iterable[Moment]) -> tuple[TrackPoint, ...]:
    return tuple(TrackPoint(m.at, m.says, " · ".join(filter(None, (m.leg, m.place))), m.trouble) for m in way)


def _way(page: OrderPage, package: PackageView) -> tuple[Moment, ...]:
    own = (s for s in page.timeline if s.package == package.number)
    return moments((Told(s.at, s.axis, s.event, s.place) for s in own), language())


def _abroad(page: OrderPage, package: PackageView) -> list[TimelineStep]:
    """What the carrier abroad told: it stands among the steps of the package."""
    leg = str(LEG_NAMES[Leg.OVERSEAS])
    return [
        TimelineStep(m.says, "done", m.at, str(_ACTORS["international"]), m.place, icon=m.icon)
        for m in _way(page, package)
        if m.leg == leg
    ]
