"""What facts and the clock start on the customs floor: load, one call, harmless when heard again."""

from __future__ import annotations

import logging
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from customs import services
from customs.models import Alarm, DataRequest, Declaration, PaymentPush, PortAccount
from customs.services import alarms, later, returns
from customs.services.announcing import announce_all
from customs.services.held import declare_what_was_held, warn_of_ending
from customs.services.later import UnderWay
from customs.services.mend_and_resend import HeardMeanwhile, keep_again, prepare_again
from customs.services.original_data import answer_request
from customs.services.pacing import note_failure
from customs.services.push_payment import NoWay, PushFailed, follow_up, push_where_wanted
from customs.services.sending import send_later, send_unsent
from customs.services.watch_silence import watch_silence as watch
from customs.types import (
    CustomsError,
    HeldBack,
    NoPort,
    NotDeclared,
    NotMendable,
    NotReady,
    SignerAway,
    SignerBusy,
)
from journal.services import once, was_done
from journal.types import Fact, RetryLater
from orders.aftersale.reasons import REASONS
from orders.aftersale.selectors import pieces_asked_back
from orders.aftersale.types import TaxFrom
from orders.types import NotAllowedNow

log = logging.getLogger(__name__)


def declare(fact: Fact) -> None:
    """The package has its waybill. What is held back stands on the desk with its reason."""
    try:
        services.declare(package_id=fact.subject_id, now=timezone.now())
    except NotReady as error:
        raise RetryLater("payment or waybill is not there yet", 5) from error
    except (SignerBusy, SignerAway) as wait:
        raise RetryLater(wait.code, getattr(wait, "seconds", 60)) from wait
    except (HeldBack, NotDeclared, NotAllowedNow) as refused:
        log.info("package %s is not declared: %s", fact.subject_id, refused.code)


def declare_again(fact: Fact) -> None:
    """The shopper gave another identity for a package that customs refused."""
    found = Declaration.objects.filter(package_id=fact.subject_id).first()
    if found is None or found.state == Declaration.State.HELD:
        declare(fact)
        return
    now, actor = timezone.now(), f"shopper:{fact.payload['shopper_id']}"
    scope, key = "customs.declare_again", str(fact.id)
    try:
        if not was_done(scope=scope, key=key):
            again = prepare_again(declaration_id=found.pk, now=now)
            once(
                scope=scope,
                key=key,
                request=fact.id,
                run=lambda: keep_again(again=again, now=now, actor=actor),
            )
    except HeardMeanwhile as spoke:
        raise RetryLater(spoke.code, 2) from spoke
    except (SignerBusy, SignerAway) as wait:
        raise RetryLater(wait.code, getattr(wait, "seconds", 60)) from wait
    except (HeldBack, NotMendable, NotAllowedNow) as refused:
        log.info("package %s is not declared again: %s", fact.subject_id, refused.code)
        return
    send_unsent(declaration_id=found.pk, now=now)


def take_back(fact: Fact) -> None:
    """Goods are on their way back for which customs gives the tax back: that is applied for, inside its window (625).

    Not before: until the parcel is handed over the buyer may still withdraw and keep goods and allowance both.
    """
    if fact.payload["tax_from"] != TaxFrom.CUSTOMS:
        return
    found = Declaration.objects.filter(package_id=fact.payload["package_id"]).first()
    if found is None:
        return
    asked, now = pieces_asked_back(int(fact.payload["request_id"])), timezone.now()

    pieces = {place: Decimal(count) for place, count in asked.items()}
    reason, scope, key = _in_chinese(REASONS[fact.payload["reason"]].words), "customs.take_back", str(fact.id)
    try:
        if was_done(scope=scope, key=key):
            return
        made = returns.prepare(found.pk, pieces, reason, now)
        application, _fresh = once(
            scope=scope, key=key, request=fact.id, run=lambda: returns.keep_application(prepared=made)
        )
    except UnderWay as rival:
        raise RetryLater(rival.code, 2) from rival
    except (SignerBusy, SignerAway) as wait:
        raise RetryLater(wait.code, getattr(wait, "seconds", 60)) from wait
    except (returns.NotReturnable, returns.TooMany) as refused:
        log.warning(
            "package %s is not applied to be taken back: %s", fact.payload["package_id"], refused.code
        )
        return
    send_later(message_id=application, now=now)


def _in_chinese(words: str | Promise) -> str:
    """Customs reads Chinese."""
    with override("zh-hans"):
        return str(words)


def push_payment(fact: Fact) -> None:
    """The package can be declared: its payment is, too, by whoever took it, where the port wants it so."""
    try:
        push_where_wanted(package_id=fact.subject_id, now=timezone.now())
    except NotReady as error:
        raise RetryLater("payment or waybill is not there yet", 5) from error
    except (PushFailed, NoWay, HeldBack, NotDeclared, NoPort) as refused:
        # What failed is kept with the package and comes up again by the clock.
        log.info("the payment of package %s is not declared: %s", fact.subject_id, refused.code)


def follow_pushes(now: datetime) -> None:
    """Payments under way at the payment company, and those it did not take; one that fails holds no other back."""
    rows = PaymentPush.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    for pk in rows.values_list("pk", flat=True)[:50]:
        try:
            follow_up(push_id=pk, now=now)
        except CustomsError as refused:
            log.info("the payment push %s waits: %s", pk, refused.code)


def poll_receipts(now: datetime) -> None:
    """A round at each port of the mall: what waits is sent, what the port says is read.

    Ports that failed come last: what they keep us waiting is nobody else's.
    """
    ports = PortAccount.objects.exclude(state=PortAccount.State.OFF).order_by("failures", "port")
    for port in list(ports.values_list("port", flat=True)):
        try:
            services.poll_receipts(port=port, now=now)
        except Exception:
            # A fault of ours or of this port's settings: it is left alone for a while, and holds no other port back.
            log.exception("the round at port %s broke off", port)
            note_failure(port, now)


def answer_requests(now: datetime) -> None:
    """What customs asked under announcement 179 and was not answered yet; one that fails holds no other back."""
    due = Q(next_at__isnull=True) | Q(next_at__lte=now)
    rows = DataRequest.objects.filter(due, state=DataRequest.State.WAITING).order_by("pk")
    for pk in rows.values_list("pk", flat=True)[:50]:
        try:
            answer_request(request_id=pk, now=now)
        except CustomsError as refused:
            log.warning("the payment data request %s is not answered: %s", pk, refused.code)
        except Exception:
            log.exception("the payment data request %s could not be answered", pk)


def report_signed(fact: Fact) -> None:
    """The buyer signed for it: in rehearsal the mall says so for the carrier (513)."""
    found = Declaration.objects.filter(package_id=fact.subject_id, state=Declaration.State.RELEASED).first()
    if (
        found is None
        or not PortAccount.objects.filter(port=found.port, state=PortAccount.State.REHEARSAL).exists()
    ):
        return
    try:
        later.report_signed(declaration_id=found.pk, at=fact.occurred_at, now=timezone.now())
    except (SignerBusy, SignerAway) as wait:
        raise RetryLater(wait.code, getattr(wait, "seconds", 60)) from wait
    except (CustomsError, NotAllowedNow) as refused:
        log.info("that package %s was signed for is not told: %s", fact.subject_id, refused.code)


def watch_silence(now: datetime) -> None:
    """What was sent and has no answer is told, once, and so are ports that cannot be reached; alarms whose cause is
    over end."""
    watch(now=now)
    alarms.watch_doors(now=now)
    alarms.end_alarms(now=now)


def alarm_of_silence(fact: Fact) -> None:
    """A declaration, or what came after the four documents, has no answer: it is said on the desk."""
    told, message = fact.payload, fact.payload.get("message_id")
    subject = f"message:{message}" if message else f"declaration:{told['declaration_id']}"
    about = {"document": told["document"], "declaration": told["declaration_id"]}
    _raise(Alarm.Kind.SILENT, subject, fact, about)


def alarm_of_stock_in(fact: Fact) -> None:
    told = fact.payload
    about = {"cop_no": told["cop_no"], "batch": told["batch_id"]}
    _raise(Alarm.Kind.STOCK_IN, f"stock_in:{told['stock_in_id']}", fact, about)


def alarm_of_signer(fact: Fact) -> None:
    told = fact.payload
    about = {"serial": told["serial"], "until": told["until"]}
    _raise(Alarm.Kind.SIGNER, alarms.signer(told["port"], told["serial"]), fact, about)


def alarm_of_port(fact: Fact) -> None:
    _raise(Alarm.Kind.DOOR, f"port:{fact.payload['port']}", fact, {"says": fact.payload["says"]})


def _raise(kind: str, subject: str, fact: Fact, about: dict[str, object]) -> None:
    since = fact.payload.get("since")
    alarms.raise_alarm(
        kind=kind,
        subject=subject,
        port=fact.payload["port"],
        about=about,
        since=datetime.fromisoformat(since) if since else fact.occurred_at,
        now=timezone.now(),
    )


def declare_held(now: datetime) -> None:
    """What was held back for want of a signer, a filing, a batch or a book item, once that is there."""
    declare_what_was_held(now=now)


def announce_registers(now: datetime) -> None:
    """Every day: what ports and zones know of goods, told below again as it stands."""
    announce_all()


def warn_of_certificates(now: datetime) -> None:
    """Every day: signing certificates that end within thirty days, and those that ended."""
    warn_of_ending(now=now)


def resend_unsent(now: datetime) -> None:
    """Only the first half of a round, where the clock starts it apart."""
    ports = PortAccount.objects.exclude(state=PortAccount.State.OFF).order_by("failures", "port")
    for port in list(ports.values_list("port", flat=True)):
        try:
            services.resend_unsent(port=port, now=now)
        except Exception:
            log.exception("the round at port %s broke off", port)
            note_failure(port, now)
